package io.amiclean.examples.policy;

import io.amiclean.core.plan.StrategyRegistry;
import io.amiclean.core.policy.PoliciesByScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Policy files that are usable, and some that are not. */
final class PolicyCorpus {

  /** Those in YAML. */
  private static final Path YAML =
      Path.of("src", "test", "resources", "io", "amiclean", "examples", "policy");

  /** Those in JSON, with which the core is tested as well. */
  private static final Path JSON =
      Path.of("..", "amiclean-core", "src", "test", "resources")
          .resolve(Path.of("io", "amiclean", "core", "json", "policies"));

  private PolicyCorpus() {}

  static Path messages() {
    return YAML.resolve("broken.txt");
  }

  static List<Path> broken() throws IOException {
    return files("broken");
  }

  static List<Path> good() throws IOException {
    return files("good");
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> json = Files.list(JSON.resolve(folder));
        Stream<Path> yaml = Files.list(YAML.resolve(folder))) {
      return Stream.concat(json.sorted(), yaml.sorted()).toList();
    }
  }

  /** Returns a file that is usable. */
  static Path good(String name) throws IOException {
    return good().stream().filter(file -> file.endsWith(name)).findFirst().orElseThrow();
  }

  static PoliciesByScope read(Path file) throws IOException {
    return PolicyFiles.read(file, StrategyRegistry.of());
  }
}
