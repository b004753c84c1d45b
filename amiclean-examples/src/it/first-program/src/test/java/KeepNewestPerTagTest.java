import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import outside.endpoint.Endpoint;
import software.amazon.awssdk.core.util.VersionInfo;

class KeepNewestPerTagTest {

  @Test
  void runsOnOneReleaseOfTheSdkButForTwoClientsThatHaveNone() {
    Map<String, String> modules =
        Pattern.compile("/software/amazon/awssdk/([^/]+)/([^/]+)/")
            .matcher(System.getProperty("java.class.path").replace('\\', '/'))
            .results()
            .collect(Collectors.toMap(module -> module.group(1), module -> module.group(2)));

    assertThat(modules).containsEntry("sdk-core", VersionInfo.SDK_VERSION);
    modules.values().removeIf(VersionInfo.SDK_VERSION::equals);
    assertThat(modules).containsOnlyKeys("imagebuilder", "organizations");
  }

  @Test
  void plansWithoutChangingAnything() throws IOException {
    try (Endpoint aws = new Endpoint().forAllClients()) {
      KeepNewestPerTag.main(new String[0]);

      assertThat(aws.actions()).contains("DescribeImages").doesNotContain("DeregisterImage");
      assertThat(aws.images()).hasSize(5);
    }
  }

  @Test
  void executesThePlan() throws IOException {
    try (Endpoint aws = new Endpoint().forAllClients()) {
      KeepNewestPerTag.main(new String[] {"--execute"});

      assertThat(aws.images()).hasSize(4).doesNotContain("ami-00000001");
    }
  }
}
