package io.amiclean.examples.cli.files;

import io.amiclean.examples.exit.Failures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A file that is written whole or not at all. */
public final class OutputFile {

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** How stdout is named in place of a file. */
  public static final Path STDOUT = Path.of("-");

  private final Path target;
  private final Path folder;

  private OutputFile(Path target, Path folder) {
    this.target = target;
    this.folder = folder;
  }

  /**
   * Checks that the file can be written, so that nothing is read or changed in vain.
   *
   * @throws IllegalArgumentException if it cannot, or may not because it exists
   */
  public static OutputFile of(Path file, boolean overwrite) {
    if (file.equals(STDOUT)) {
      throw wrong(file, "is stdout, which only 'amiclean plan --out -' writes to: name a file");
    }
    if (Files.isDirectory(file)) {
      throw wrong(file, "is a folder: expected a file");
    }
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      if (!overwrite) {
        throw wrong(file, "exists: choose another file, or give --overwrite");
      }
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw wrong(file, "is not a regular file, and would be replaced by one");
      }
      if (!Files.isWritable(file)) {
        throw wrong(file, "is not writable: choose another file");
      }
    }
    Path folder = file.toAbsolutePath().getParent();
    Optional<String> unusable = unusable(folder);
    if (folder == null || unusable.isPresent()) {
      throw wrong(file, unusable.orElseThrow());
    }
    return new OutputFile(file.toAbsolutePath(), folder);
  }

  /** Returns why no file can be created in a folder, to be put after the name of the file. */
  static Optional<String> unusable(@Nullable Path folder) {
    if (folder == null || !Files.isDirectory(folder)) {
      return Optional.of("has no folder: create " + folder + " first");
    }
    return Files.isWritable(folder)
        ? Optional.empty()
        : Optional.of("is in a folder that is not writable: choose another file");
  }

  /** Returns whether two paths lead to the same file, which need not exist. */
  public static boolean isSame(Path one, Path other) {
    if (one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize())) {
      return true;
    }
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      return false; // One of them does not exist.
    }
  }

  private static IllegalArgumentException wrong(Path file, String what) {
    return new IllegalArgumentException("The output file '" + file + "' " + what);
  }

  /**
   * Writes the content.
   *
   * @throws IOException if it cannot be written, with the name of the file
   */
  public void write(Content content) throws IOException {
    Path draft = temporary();
    try {
      try (OutputStream out = Files.newOutputStream(draft, StandardOpenOption.CREATE_NEW)) {
        content.writeTo(out);
      }
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new IOException(
          "The output file '" + target + "' cannot be written: " + Failures.reason(e), e);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Returns a file beside this one that does not exist, for what becomes its content. */
  Path temporary() {
    return folder.resolve(".amiclean-" + UUID.randomUUID() + ".tmp");
  }

  @Override
  public String toString() {
    return target.toString();
  }
}
