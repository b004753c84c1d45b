package io.amiclean.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Sets;
import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What users compile against, line by line. A line that is missing breaks them: it needs an entry
 * under "Changed" or "Removed" in CHANGELOG. {@code mvn test -Damiclean.golden=write} writes the
 * files again.
 */
class PublicApiTest {

  private static final Path FOLDER = Path.of("src/test/resources/io/amiclean/examples/public-api");

  @ParameterizedTest
  @ValueSource(strings = {"api", "core", "aws"})
  void isWhatTheBaselineSays(String module) throws IOException {
    SortedSet<String> actual =
        ArchConfiguration.withThreadLocalScope(
            configuration -> {
              configuration.setResolveMissingDependenciesFromClassPath(false);
              return publicLines("io.amiclean." + module);
            });
    Path file = FOLDER.resolve(module + ".txt");
    if ("write".equals(System.getProperty("amiclean.golden"))) {
      Files.createDirectories(FOLDER);
      Files.write(file, actual);
    }
    SortedSet<String> baseline = new TreeSet<>(Files.readAllLines(file));

    assertThat(Sets.difference(baseline, actual)).as("removed from amiclean-%s", module).isEmpty();
    assertThat(Sets.difference(actual, baseline)).as("added to amiclean-%s", module).isEmpty();
  }

  private static SortedSet<String> publicLines(String root) {
    return new ClassFileImporter()
            .withImportOption(PublicApiTest::isOfMainJar)
            .importPackages(root)
            .that(DescribedPredicate.describe("are for users", PublicApiTest::isForUsers))
            .stream()
            .flatMap(PublicApiTest::lines)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isOfMainJar(Location location) {
    return Stream.of("/test-classes/", "/test/", "-tests.jar").noneMatch(location::contains);
  }

  private static boolean isForUsers(JavaClass type) {
    return !type.getPackageName().contains(".internal")
        && isVisible(type)
        && type.getEnclosingClass().map(PublicApiTest::isForUsers).orElse(true);
  }

  private static boolean isVisible(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        || type.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static boolean isVisible(JavaMember member) {
    return (member.getModifiers().contains(JavaModifier.PUBLIC)
            || member.getModifiers().contains(JavaModifier.PROTECTED))
        && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static Stream<String> lines(JavaClass type) {
    List<String> lines = new ArrayList<>();
    String supertypes =
        Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream())
            .filter(PublicApiTest::isVisible)
            .map(JavaClass::getSimpleName)
            .filter(name -> !name.equals("Object"))
            .sorted()
            .collect(Collectors.joining(", "));
    lines.add(type.getName() + (supertypes.isEmpty() ? "" : " : " + supertypes));
    for (JavaClass owner = type; owner != null; owner = hiddenSuperclass(owner)) {
      for (JavaMember member : owner.getMembers()) {
        if (isVisible(member) && (owner.equals(type) || !(member instanceof JavaConstructor))) {
          lines.add(type.getName() + "#" + text(member));
        }
      }
    }
    return lines.stream();
  }

  /** Users call what a class inherits from one that they cannot name. */
  private static JavaClass hiddenSuperclass(JavaClass type) {
    return type.getRawSuperclass()
        .filter(parent -> !isVisible(parent) && parent.getPackageName().startsWith("io.amiclean"))
        .orElse(null);
  }

  private static String text(JavaMember member) {
    String modifiers =
        Stream.of(JavaModifier.PROTECTED, JavaModifier.ABSTRACT, JavaModifier.STATIC)
            .filter(member.getModifiers()::contains)
            .map(modifier -> modifier.name().toLowerCase(Locale.ROOT) + " ")
            .collect(Collectors.joining());
    if (member instanceof JavaField field) {
      return modifiers + name(field.getType()) + " " + field.getName();
    }
    JavaCodeUnit unit = (JavaCodeUnit) member;
    String parameters =
        unit.getParameterTypes().stream()
            .map(PublicApiTest::name)
            .collect(Collectors.joining(", "));
    String head =
        unit instanceof JavaMethod method
            ? name(method.getReturnType()) + " " + method.getName()
            : "new";
    return modifiers + head + "(" + parameters + ")";
  }

  private static String name(JavaType type) {
    if (type instanceof JavaParameterizedType generic) {
      return name(generic.toErasure())
          + generic.getActualTypeArguments().stream()
              .map(PublicApiTest::name)
              .collect(Collectors.joining(", ", "<", ">"));
    }
    return type instanceof JavaClass raw ? raw.getSimpleName() : type.getName();
  }
}
