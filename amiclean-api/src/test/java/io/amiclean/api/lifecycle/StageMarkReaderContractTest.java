package io.amiclean.api.lifecycle;

import io.amiclean.api.model.Image;
import io.amiclean.api.testing.Samples;
import io.amiclean.api.testing.StageMarkReaderContract;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

class StageMarkReaderContractTest extends StageMarkReaderContract {

  private static final String KEY = "private-since";

  /** Reads a tag with the time since which an image is private. */
  static class PrivateSince implements StageMarkReader {
    @Override
    public Optional<StageMark> read(Image image) {
      return Optional.ofNullable(image.tags().get(KEY)).map(PrivateSince::mark);
    }

    private static StageMark mark(String since) {
      try {
        return StageMark.of(Stage.PRIVATE, Instant.parse(since), KEY + "=" + since);
      } catch (DateTimeParseException e) {
        throw new MalformedStageException(KEY + "=" + since + " is no time: expected ISO-8601");
      }
    }

    @Override
    public String description() {
      return KEY;
    }
  }

  @Override
  protected StageMarkReader strategy() {
    return new PrivateSince();
  }

  private static Image tagged(int number, String value) {
    return Image.builder().from(Samples.image(number)).putTags(KEY, value).build();
  }

  @Override
  protected Image markedImage() {
    return tagged(1, "2025-01-01T00:00:00Z");
  }

  @Override
  protected StageMark mark() {
    return StageMark.of(
        Stage.PRIVATE, Instant.parse("2025-01-01T00:00:00Z"), KEY + "=2025-01-01T00:00:00Z");
  }

  @Override
  protected Image unmarkedImage() {
    return Samples.image(2);
  }

  @Override
  protected Optional<Image> malformedImage() {
    return Optional.of(tagged(3, "yesterday"));
  }
}
