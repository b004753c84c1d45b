package io.amiclean.examples.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amiclean.core.json.PolicyJson;
import io.amiclean.core.policy.PoliciesByScope;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Writes policies as YAML: what they are as JSON, in the other syntax. Thread-safe. */
public final class PolicyYaml {

  /**
   * Text that YAML 1.1 takes for a boolean, a number, a time or a merge, and YAML 1.2 does not.
   * Much of what reads YAML is of version 1.1.
   */
  private static final Pattern NO_TEXT_IN_YAML_1_1 =
      Pattern.compile(
          "y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF"
              + "|[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)(\\.[0-9_]*)?([eE][-+]?[0-9]+)?"
              + "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?"
              + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?"
              + "|=|<<");

  private PolicyYaml() {}

  /** Quotes such text. */
  private static final class BothVersions extends CoreSchema {

    @Override
    public ScalarResolver getScalarResolver() {
      ScalarResolver core = super.getScalarResolver();
      return (value, implicit) -> {
        // Not of text that is quoted already.
        boolean ambiguous = implicit && NO_TEXT_IN_YAML_1_1.matcher(value).matches();
        Tag tag = core.resolve(value, implicit);
        return ambiguous && tag.equals(Tag.STR) ? Tag.BOOL : tag;
      };
    }
  }

  /**
   * Writes what a policy file says.
   *
   * @param policies the policies
   * @return the YAML, of which {@link PolicyFiles} reads equal policies
   */
  public static String write(PoliciesByScope policies) {
    try {
      Map<?, ?> tree = new ObjectMapper().readValue(PolicyJson.write(policies), Map.class);
      return new Dump(
              DumpSettings.builder()
                  .setSchema(new BothVersions())
                  .setDefaultFlowStyle(FlowStyle.AUTO)
                  .setIndicatorIndent(2)
                  .setIndentWithIndicator(true)
                  .setWidth(100)
                  .build())
          .dumpToString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("What was written as JSON cannot be read", e);
    }
  }
}
