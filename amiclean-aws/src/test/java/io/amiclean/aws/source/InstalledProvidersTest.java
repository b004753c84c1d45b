package io.amiclean.aws.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers that {@code META-INF/services} names. */
class InstalledProvidersTest {

  private static final String SERVICES =
      "META-INF/services/io.amiclean.aws.source.UsageSourceProvider";

  private static final String OWN =
      """
      io.amiclean.aws.internal.source.further.BatchComputeEnvironments
      io.amiclean.aws.internal.source.further.CloudFormationStacks
      """;

  @TempDir private Path folder;

  /** A provider that reads nothing. */
  abstract static class Named implements UsageSourceProvider {

    private final String name;
    private final Map<String, List<String>> permissions;

    Named(String name, Map<String, List<String>> permissions) {
      this.name = name;
      this.permissions = permissions;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Map<String, List<String>> permissions() {
      return permissions;
    }

    @Override
    public void read(UsageReading reading) {}
  }

  /** As it should be. */
  public static final class Proper extends Named {
    public Proper() {
      super("acme.things", Map.of("acme:ListThings", List.of("arn:aws:acme:*:*:thing/*")));
    }
  }

  /** Of the same name. */
  public static final class Second extends Named {
    public Second() {
      super("acme.things", Map.of("acme:ListThings", List.of("*")));
    }
  }

  /** Of a name that amiclean has. */
  public static final class BuiltIn extends Named {
    public BuiltIn() {
      super("instances", Map.of("ec2:DescribeInstances", List.of("*")));
    }
  }

  /** Of the name of one of amiclean's own providers. */
  public static final class Batch extends Named {
    public Batch() {
      super("batch-compute-environments", Map.of("batch:ListJobs", List.of("*")));
    }
  }

  /** Without permissions. */
  public static final class Powerless extends Named {
    public Powerless() {
      super("acme.things", Map.of());
    }
  }

  /** With an action that is none. */
  public static final class Greedy extends Named {
    public Greedy() {
      super("acme.things", Map.of("acme:*", List.of("*")));
    }
  }

  /** With a resource that is none. */
  public static final class Vague extends Named {
    public Vague() {
      super("acme.things", Map.of("acme:ListThings", List.of("*", "arn:aws:acme:*:*:thing/*")));
    }
  }

  private List<String> namesOf(Class<?>... providers) {
    try (URLClassLoader loader = loader(OWN, providers)) {
      return InstalledProviders.foundBy(getClass().getClassLoader(), loader).stream()
          .map(UsageSourceProvider::name)
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private URLClassLoader loader(String own, Class<?>... providers) throws IOException {
    StringBuilder services = new StringBuilder(own);
    for (Class<?> provider : providers) {
      services.append(provider.getName()).append('\n');
    }
    Path file = folder.resolve(SERVICES);
    Files.createDirectories(file.getParent());
    Files.writeString(file, services);
    return new URLClassLoader(new URL[] {url(folder)}, getClass().getClassLoader());
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }

  private void assertRefused(Class<?> provider, String said) {
    assertThatIllegalStateException()
        .isThrownBy(() -> namesOf(provider))
        .withMessageContaining(said)
        .withMessageContaining(provider.getName());
  }

  @Test
  void areFoundBesidesAmicleansOwn() {
    assertThat(namesOf(Proper.class))
        .containsExactly("acme.things", "batch-compute-environments", "cloudformation-stacks");
  }

  @Test
  void areAmicleansOwnWhereThereAreNoOthers() {
    assertThat(UsageSourceProvider.installed())
        .extracting(UsageSourceProvider::name)
        .containsExactly("batch-compute-environments", "cloudformation-stacks");
  }

  @Test
  void ofOneNameAreRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> namesOf(Proper.class, Second.class))
        .withMessageContaining("The source 'acme.things' is that of ")
        .withMessageContaining(Proper.class.getName())
        .withMessageContaining(Second.class.getName());
  }

  @Test
  void ofABuiltInNameAreRefused() {
    assertRefused(BuiltIn.class, "'instances'");
    assertRefused(Batch.class, "The source 'batch-compute-environments' is that of ");
  }

  @Test
  void withoutProperPermissionsAreRefused() {
    assertRefused(Powerless.class, "has no permissions");
    assertRefused(Greedy.class, "needs 'acme:*': expected an IAM action");
    assertRefused(Vague.class, "expected ARNs, or one asterisk alone");
  }

  @Test
  void areMissedWhereAJarLostTheListOfAmicleansOwn() throws IOException {
    URL[] none = {url(folder)};
    try (URLClassLoader merged =
        new URLClassLoader(none, getClass().getClassLoader()) {
          @Override
          public Enumeration<URL> getResources(String name) throws IOException {
            return name.equals(SERVICES) ? findResources(name) : super.getResources(name);
          }
        }) {
      assertThatIllegalStateException()
          .isThrownBy(() -> InstalledProviders.foundBy(merged))
          .withMessageContaining("'batch-compute-environments' is not found")
          .withMessageContaining(SERVICES);
    }
    assertThat(Files.readString(ownServices(), UTF_8)).isEqualTo(OWN);
  }

  private static Path ownServices() {
    return Path.of("src/main/resources", SERVICES);
  }
}
