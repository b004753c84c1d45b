package io.amiclean.examples.fedora;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Names the files that a run leaves in a folder: journals, and a report that could not be
 * published.
 *
 * @param folder the folder
 * @param at the time of the run, which stands in the names
 */
record RunFiles(Path folder, Instant at) {

  private static final String PREFIX = "clean-amis-";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** What the names of the files of a region begin with. */
  static String prefixOf(String region) {
    return PREFIX + region + "-";
  }

  /** Returns a file for a report, which does not exist. */
  Path report() {
    return unused(PREFIX, ".md");
  }

  /** Returns a file for a journal of a region, which does not exist. */
  Path journal(String region) {
    return unused(prefixOf(region), ".journal");
  }

  private Path unused(String prefix, String extension) {
    String name = prefix + TIME.format(at);
    Path file = folder.resolve(name + extension);
    for (int number = 2; Files.exists(file); number++) {
      file = folder.resolve(name + "-" + number + extension);
    }
    return file;
  }
}
