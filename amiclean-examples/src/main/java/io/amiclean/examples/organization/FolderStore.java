package io.amiclean.examples.organization;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Objects as files of a folder, which all workers share. It needs a file system with hard links: a
 * link is what only one of several processes can create, and what shows a whole file or none.
 */
public final class FolderStore implements ObjectStore {

  private static final Pattern KEY = Pattern.compile("[\\w-][\\w.-]*(/[\\w-][\\w.-]*)*");

  private final Path folder;

  /**
   * Keeps objects in a folder.
   *
   * @param folder the folder, which is created with the first object
   */
  public FolderStore(Path folder) {
    this.folder = folder;
  }

  @Override
  public boolean create(String key, byte[] content) throws IOException {
    Path file = file(key);
    Path written = written(file, new ByteArrayInputStream(content));
    try {
      Files.createLink(file, written);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.delete(written);
    }
  }

  @Override
  public void put(String key, byte[] content) throws IOException {
    put(key, new ByteArrayInputStream(content));
  }

  @Override
  public void put(String key, Path file) throws IOException {
    try (InputStream content = new FileInputStream(file.toFile())) {
      put(key, content);
    }
  }

  private void put(String key, InputStream content) throws IOException {
    Path file = file(key);
    Files.move(written(file, content), file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public Optional<byte[]> get(String key) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(file(key)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<InputStream> open(String key) throws IOException {
    Path file = file(key);
    return Files.notExists(file)
        ? Optional.empty()
        : Optional.of(new FileInputStream(file.toFile()));
  }

  private Path file(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "'" + key + "' is no key: expected words of letters, digits and -._ joined by /");
    }
    return folder.resolve(key);
  }

  /** Not over a channel: an interrupted thread, which records what it has done, would close it. */
  private static Path written(Path file, InputStream content) throws IOException {
    Path beside = file.resolveSibling("");
    Files.createDirectories(beside);
    Path written = Files.createTempFile(beside, ".new-", "");
    try (FileOutputStream out = new FileOutputStream(written.toFile())) {
      content.transferTo(out);
      out.getFD().sync();
    }
    return written;
  }
}
