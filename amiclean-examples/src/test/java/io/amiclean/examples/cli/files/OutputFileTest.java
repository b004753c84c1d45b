package io.amiclean.examples.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

  @TempDir private Path folder;

  @Test
  void namesTheFileThatCannotBeWrittenAndLeavesNothingBehind() {
    Path plan = folder.resolve("plan.json");
    OutputFile file = OutputFile.of(plan, false);

    assertThatThrownBy(
            () ->
                file.write(
                    out -> {
                      out.write('{');
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("The output file '" + plan + "' cannot be written: No space left on device");
    assertThat(folder).isEmptyDirectory();
  }
}
