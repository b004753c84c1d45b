package io.amiclean.examples.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.examples.cli.OverWire;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
class SsmPathsOverWireTest {

  @RegisterExtension private final OverWire aws = OverWire.empty();

  @Test
  void areWarnedOfWhereTheyMatchNoParameter() {
    aws.images(1);
    aws.state().parameter("/golden/web", "none");

    assertThat(aws.run("n\n", "--ssm-path", "/golden", "--ssm-path", "/gold").err())
        .contains("amiclean: ssm-parameters(/gold): No parameter is at '/gold' or below\n")
        .doesNotContain("No parameter is at '/golden'");
  }
}
