package io.amiclean.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.Image;
import io.amiclean.aws.AwsAccount;
import io.amiclean.core.plan.CleanupPlanner;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the module descriptors make accessible. */
class ModulesArchitectureTest {

  static Stream<Class<?>> modules() {
    return Stream.of(Image.class, CleanupPlanner.class, AwsAccount.class);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void exportEveryPackageWithPublicTypesButTheInternalOnes(Class<?> inModule) throws Exception {
    Set<String> published = new TreeSet<>();
    try (ModuleReader reader = moduleOf(inModule).open()) {
      for (String file : reader.list().filter(name -> name.endsWith(".class")).toList()) {
        String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        if (name.contains(".") && !name.endsWith(".package-info")) {
          Class<?> type = Class.forName(name, false, getClass().getClassLoader());
          if (Modifier.isPublic(type.getModifiers()) && !isInternal(type.getPackageName())) {
            published.add(type.getPackageName());
          }
        }
      }
    }

    assertThat(moduleOf(inModule).descriptor().exports())
        .filteredOn(exports -> !exports.isQualified())
        .extracting(Exports::source)
        .containsExactlyInAnyOrderElementsOf(published);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void exportInternalPackagesToTheOtherModulesOnly(Class<?> inModule) throws Exception {
    assertThat(moduleOf(inModule).descriptor().exports())
        .filteredOn(exports -> isInternal(exports.source()))
        .allSatisfy(
            exports ->
                assertThat(exports.targets())
                    .isSubsetOf("io.amiclean.api", "io.amiclean.core", "io.amiclean.aws")
                    .isNotEmpty());
  }

  private static boolean isInternal(String packageName) {
    return (packageName + '.').contains(".internal.");
  }

  private static ModuleReference moduleOf(Class<?> inModule) throws URISyntaxException {
    Path place = Path.of(inModule.getProtectionDomain().getCodeSource().getLocation().toURI());
    return ModuleFinder.of(place).findAll().stream()
        .filter(module -> !module.descriptor().isAutomatic())
        .findAny()
        .orElseThrow(() -> new AssertionError("No module descriptor beside " + inModule));
  }
}
