package io.amiclean.examples.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.plan.StrategyProvider;
import io.amiclean.core.plan.StrategyRegistry;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The parser of YAML costs nobody time who does not use it. */
class YamlIsLoadedForYamlOnlyTest {

  /** Another JVM with this class path, which logs the classes that it loads. */
  private static final class Watched extends URLClassLoader {

    private final List<String> asked = new ArrayList<>();

    Watched() throws MalformedURLException {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] classPath() throws MalformedURLException {
      List<URL> urls = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
      return urls.toArray(URL[]::new);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      asked.add(name);
      return super.loadClass(name, resolve);
    }
  }

  private static List<String> yamlClassesAskedForBy(String file) throws Exception {
    try (Watched loader = new Watched()) {
      Object strategies =
          loader.loadClass(StrategyRegistry.class.getName()).getMethod("installed").invoke(null);
      loader
          .loadClass(PolicyFiles.class.getName())
          .getMethod(
              "read", Path.class, loader.loadClass(StrategyProvider.Strategies.class.getName()))
          .invoke(null, PolicyCorpus.good(file), strategies);
      return loader.asked.stream().filter(name -> name.startsWith("org.snakeyaml.")).toList();
    }
  }

  @Test
  void jsonAsksForNoClassOfTheYamlParser() throws Exception {
    assertThat(yamlClassesAskedForBy("everything.json")).isEmpty();
  }

  @Test
  void yamlDoes() throws Exception {
    assertThat(yamlClassesAskedForBy("everything.yaml")).isNotEmpty();
  }
}
