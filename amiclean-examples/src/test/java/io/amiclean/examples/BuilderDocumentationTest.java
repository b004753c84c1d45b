package io.amiclean.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Javadoc of a generated value's builder names the attributes that have to be set. */
class BuilderDocumentationTest {

  private static final Pattern BUILDER =
      Pattern.compile(
          "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+public static final class Builder\\s+extends\\s+"
              + "Immutable(\\w+)\\.Builder",
          Pattern.DOTALL);

  private static final Pattern SET = Pattern.compile(";(.*) ha(?:s|ve) to be set\\.");
  private static final Pattern MISSING = Pattern.compile("not set \\[(.*)]");

  /** A builder, and the names that its Javadoc has. */
  record Documented(String type, List<String> attributes) {}

  static Stream<Documented> builders() throws IOException {
    Stream.Builder<Documented> builders = Stream.builder();
    for (String module : List.of("api", "core", "aws")) {
      Path sources = Path.of("../amiclean-" + module + "/src/main/java");
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          String outer = sources.relativize(file).toString().replace('/', '.');
          outer = outer.substring(0, outer.length() - ".java".length());
          Matcher builder = BUILDER.matcher(Files.readString(file));
          while (builder.find()) {
            String name = builder.group(2);
            builders.add(
                new Documented(
                    outer.endsWith("." + name) ? outer : outer + "$" + name,
                    attributes(builder.group(1).replaceAll("\\s+\\*?\\s*", " "))));
          }
        }
      }
    }
    return builders.build();
  }

  private static List<String> attributes(String javadoc) {
    Matcher set = SET.matcher(javadoc);
    assertThat(set.find()).as("what has to be set in: %s", javadoc).isTrue();
    return Pattern.compile("\\{@code (\\w+)}")
        .matcher(set.group(1))
        .results()
        .map(name -> name.group(1))
        .collect(Collectors.toList());
  }

  @ParameterizedTest
  @MethodSource("builders")
  void namesWhatHasToBeSet(Documented builder) throws Exception {
    Throwable refusal = refusalOfNothing(builder.type());

    if (refusal instanceof IllegalArgumentException) {
      // A list may not be empty.
      assertThat(builder.attributes()).hasSize(1);
    } else {
      assertThat(builder.attributes()).isEqualTo(missing(refusal));
    }
  }

  private static List<String> missing(@Nullable Throwable refusal) {
    if (refusal == null) {
      return List.of();
    }
    Matcher missing = MISSING.matcher(refusal.toString());
    assertThat(missing.find()).as(refusal.toString()).isTrue();
    return List.of(missing.group(1).split(", ", -1));
  }

  /** Builds a value with nothing set. */
  private static @Nullable Throwable refusalOfNothing(String type) throws Exception {
    Object builder = Class.forName(type).getMethod("builder").invoke(null);
    Method build = builder.getClass().getMethod("build");
    try {
      build.invoke(builder);
      return null;
    } catch (InvocationTargetException e) {
      return e.getCause();
    }
  }
}
