package outside.modules;

import io.amiclean.aws.source.UsageReading;
import io.amiclean.aws.source.UsageSourceProvider;
import java.util.List;
import java.util.Map;

/** A source that the module descriptor names. */
public final class PinnedByWiki implements UsageSourceProvider {

  /** Creates the provider. */
  public PinnedByWiki() {}

  @Override
  public String name() {
    return "outside.wiki";
  }

  @Override
  public Map<String, List<String>> permissions() {
    return Map.of("wiki:ListPages", List.of("*"));
  }

  @Override
  public void read(UsageReading reading) {
    reading.note("The wiki of " + reading.scope() + " is empty");
  }
}
