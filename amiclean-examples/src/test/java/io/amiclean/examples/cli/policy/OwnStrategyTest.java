package io.amiclean.examples.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.core.json.PlanJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A strategy in a jar of its own, which amiclean knows nothing of, and the jar that is packaged: it
 * needs what {@code mvn package} makes.
 */
@Tag("slow")
class OwnStrategyTest {

  private static final Path AMICLEAN = Path.of("target", "amiclean.jar");

  private static final String NOW = "2017-06-16T00:00:00Z";

  private static final String PROVIDER =
      """
      package acme;

      import io.amiclean.api.model.Reason;
      import io.amiclean.api.plan.StrategyProvider;
      import io.amiclean.api.policy.StrategySpec;
      import io.amiclean.api.retention.*;
      import io.amiclean.api.mapping.ImageGroup;
      import io.amiclean.api.model.PlanningContext;
      import java.util.*;

      public final class AcmeStrategies implements StrategyProvider {
        public Map<String, Maker<RetentionStrategy>> retentions() {
          return Map.of("acme.named", (argument, others) -> new Named(argument.text()));
        }

        record Named(String part) implements RetentionStrategy {
          public RetentionDecision decide(ImageGroup group, PlanningContext context) {
            return RetentionDecision.keep(
                group.candidates().stream().filter(image -> image.name().contains(part)).toList(),
                image -> Reason.of("acme-named", "The name has " + part));
          }

          public Optional<StrategySpec> spec() {
            return Optional.of(StrategySpec.of("acme.named", part));
          }
        }
      }
      """;

  private static final String POLICY =
      """
      schemaVersion: 1
      name: acme
      groupBy:
        - tags: [environment, role]
      retain:
        - keepNewest: 4
        - acme.named: a3c56c4
      """;

  @TempDir private Path folder;
  private Path policy = Path.of("");

  private record Run(int status, String out, String err) {}

  @BeforeEach
  void writePolicy() throws IOException {
    policy = Files.writeString(folder.resolve("acme.yaml"), POLICY);
  }

  @Test
  void isPlannedStoredAndAppliedByItsName() throws Exception {
    Path jar = jar();
    Path plan = folder.resolve("plan.json");

    assertThat(amiclean("policy", "check", policy.toString(), "--class-path", jar.toString()))
        .returns(0, Run::status);
    Run planned = plan(jar, plan);

    assertThat(planned.status()).as(planned.err()).isZero();
    assertThat(planned.out())
        .contains("To execute: amiclean apply " + plan)
        .contains("--class-path " + jar);
    CleanupPlan read = PlanJson.read(Files.readString(plan));
    assertThat(read.policy().retain()).contains(StrategySpec.of("acme.named", "a3c56c4"));
    assertThat(read.images())
        .filteredOn(image -> image.name().contains("a3c56c4"))
        .isNotEmpty()
        .allSatisfy(image -> assertThat(image.isRemoval()).isFalse());

    Run applied =
        amiclean("apply", "-f", "--demo", "--class-path", jar.toString(), plan.toString());
    assertThat(applied.status()).as(applied.err()).isZero();
    assertThat(applied.out()).contains(read.removals().size() + " succeeded");
  }

  @Test
  void isNotAppliedWithoutItsJar() throws Exception {
    Path plan = folder.resolve("plan.json");
    plan(jar(), plan);

    Run applied = amiclean("apply", "-f", "--demo", plan.toString());

    assertThat(applied.status()).isEqualTo(4);
    assertThat(applied.err()).contains("'acme.named'").hasLineCount(1);
  }

  private Run plan(Path jar, Path plan) throws Exception {
    return amiclean(
        "plan",
        "--demo",
        "--now",
        NOW,
        "--out",
        plan.toString(),
        "--policy",
        policy.toString(),
        "--class-path",
        jar.toString());
  }

  @Test
  void isNotKnownWithoutItsJar() throws Exception {
    Run run = amiclean("policy", "check", policy.toString());

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err())
        .contains(
            "acme.yaml", "line 7, column 5", "no provider on the class path makes", "'acme.named'");
  }

  @Test
  void ofAnotherReleaseIsSaidNotToFit() throws Exception {
    String other = PROVIDER.replace("argument.text()", "io.amiclean.api.plan.Gone.text(argument)");
    String gone =
        """
        package io.amiclean.api.plan;
        public final class Gone {
          public static String text(io.amiclean.api.policy.SpecArgument argument) {
            return argument.text();
          }
        }
        """;
    Path jar = jar(other, "acme.AcmeStrategies", new Manifest(), gone);

    Run run = amiclean("policy", "check", policy.toString(), "--class-path", jar.toString());

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err())
        .contains("line 7, column 17", "'acme.named' does not fit this release of amiclean", "Gone")
        .doesNotContain("\tat ");
  }

  @Test
  void whoseProviderIsMissingIsWrongUsage() throws Exception {
    Path jar = jar(PROVIDER, "acme.Missing", new Manifest());

    Run run = amiclean("policy", "check", policy.toString(), "--class-path", jar.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .contains("--class-path " + jar + " cannot be used", "acme.Missing")
        .doesNotContain("\tat ");
  }

  @Test
  void whoseJarNamesFurtherFilesIsWrongUsage() throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, "other.jar");
    Path jar = jar(PROVIDER, "acme.AcmeStrategies", manifest);

    Run run = amiclean("policy", "check", policy.toString(), "--class-path", jar.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("names further files (other.jar)");
  }

  @Test
  void whoseJarIsNoneIsWrongUsage() throws Exception {
    Run run = amiclean("policy", "check", policy.toString(), "--class-path", policy.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("acme.yaml' cannot be read as a jar");
  }

  private Path jar() throws IOException {
    return jar(PROVIDER, "acme.AcmeStrategies", new Manifest());
  }

  /** Compiles a provider, and what it was built with that is not in its jar. */
  private Path jar(String source, String provider, Manifest manifest, String... builtWith)
      throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    List<String> files = new ArrayList<>();
    files.add(Files.writeString(sources.resolve("AcmeStrategies.java"), source).toString());
    for (String more : builtWith) {
      files.add(Files.writeString(sources.resolve("Gone.java"), more).toString());
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")));
    arguments.addAll(files);
    assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
    Map<String, byte[]> entries = new java.util.TreeMap<>();
    try (Stream<Path> compiled = Files.walk(classes.resolve("acme"))) {
      for (Path file : compiled.filter(Files::isRegularFile).toList()) {
        entries.put(classes.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    entries.put(
        "META-INF/services/io.amiclean.api.plan.StrategyProvider",
        provider.getBytes(StandardCharsets.UTF_8));
    Path jar = folder.resolve("acme.jar");
    manifest.getMainAttributes().putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return jar;
  }

  private Run amiclean(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                AMICLEAN.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    int status = process.waitFor();
    return new Run(status, Files.readString(out), Files.readString(err));
  }
}
