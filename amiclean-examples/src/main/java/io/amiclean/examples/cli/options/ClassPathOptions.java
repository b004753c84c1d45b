package io.amiclean.examples.cli.options;

import static java.util.stream.Collectors.joining;

import io.amiclean.api.plan.StrategyProvider;
import io.amiclean.core.plan.StrategyRegistry;
import io.amiclean.examples.exit.CommandPart;
import io.amiclean.examples.exit.Failures;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Strategies of the user's own: the jars of their {@link StrategyProvider}s. */
public final class ClassPathOptions extends CommandPart {

  @Option(
      names = "--class-path",
      paramLabel = "JAR",
      description =
          "A jar with strategies of your own, which policies name then, or several, separated as in"
              + " a class path. Nothing but these files is loaded, and their code runs with your"
              + " credentials. Repeatable.")
  List<String> jars = List.of();

  /**
   * Makes the strategies of the jars known. Has to come before the first policy is read.
   *
   * @throws ParameterException if a jar cannot be used
   */
  public void load() {
    if (jars.isEmpty()) {
      return;
    }
    List<URL> urls = new ArrayList<>();
    for (String given : jars) {
      for (String jar : given.split(Pattern.quote(File.pathSeparator), -1)) {
        urls.add(checked(Path.of(jar)));
      }
    }
    // Open until the process ends: strategies load further classes when they are called.
    URLClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), ClassPathOptions.class.getClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    try {
      StrategyRegistry.installed();
    } catch (ServiceConfigurationError | LinkageError | IllegalStateException e) {
      throw unusable(reason(e), e);
    }
  }

  /** Names the cause as well: that of a provider that cannot be made is what helps. */
  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    String message = String.valueOf(failure.getMessage());
    return cause == null || message.contains(cause.toString()) ? message : message + ": " + cause;
  }

  private URL checked(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw unusable("'" + jar + "' is not a file: expected a jar", null);
    }
    try (JarFile content = new JarFile(jar.toFile())) {
      Manifest manifest = content.getManifest();
      String more =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      if (more != null && !more.isBlank()) {
        throw unusable(
            ("the manifest of '%s' names further files (%s): expected a jar without"
                    + " Class-Path, and those files with the option")
                .formatted(jar, more.strip()),
            null);
      }
      return jar.toUri().toURL();
    } catch (IOException e) {
      throw unusable("'" + jar + "' cannot be read as a jar: " + Failures.reason(e), e);
    }
  }

  private ParameterException unusable(String why, @Nullable Throwable cause) {
    return wrong(
        "--class-path " + jars.stream().collect(joining(" ")) + " cannot be used: " + why, cause);
  }
}
