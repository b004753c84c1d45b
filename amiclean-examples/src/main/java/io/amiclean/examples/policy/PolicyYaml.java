package io.amiclean.examples.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amiclean.core.json.PolicyJson;
import io.amiclean.core.policy.PoliciesByScope;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Writes policies as YAML: what they are as JSON, in the other syntax. Thread-safe. */
public final class PolicyYaml {

  private PolicyYaml() {}

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
                  .setSchema(new CoreSchema())
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
