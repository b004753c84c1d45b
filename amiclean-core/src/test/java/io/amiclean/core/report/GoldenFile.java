package io.amiclean.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that holds what a report is to look like, to be reviewed with every change of it. {@code
 * mvn test -Damiclean.golden=write} writes these files again.
 */
public final class GoldenFile {

  private static final Path FOLDER = Path.of("src/test/resources/io/amiclean/core/report/golden");

  private GoldenFile() {}

  public static void assertHolds(String name, String content) throws IOException {
    Path file = FOLDER.resolve(name);
    if ("write".equals(System.getProperty("amiclean.golden"))) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, content);
    }
    assertThat(file).exists();
    assertThat(content).isEqualTo(Files.readString(file));
  }
}
