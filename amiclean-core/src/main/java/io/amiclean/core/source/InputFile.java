package io.amiclean.core.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Files of a bounded size. Pipes and devices, such as {@code /dev/stdin} and what a shell
 * substitutes for a process, can be read as far as the bound.
 */
public final class InputFile {

  /**
   * As many bytes a document can have, such as a plan or an inventory: 2 GiB. An inventory takes
   * less than 2 KB for each image with a snapshot and ten tags, so that one of a million fits.
   */
  public static final long DOCUMENT_BYTES = 1L << 31;

  /** As many bytes a text can have in which ids are searched: 256 MiB. */
  public static final long TEXT_BYTES = 1L << 28;

  private InputFile() {}

  /**
   * Opens a file.
   *
   * @param file the file; the caller closes what is returned
   * @param mostBytes as many bytes as it may have
   * @return its content, not buffered; reading more than that throws a {@link FileSystemException}
   *     whose reason names the bound
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws FileSystemException if it is a folder or too large; the reason says what is expected
   * @throws IOException if it cannot be opened
   */
  public static InputStream open(Path file, long mostBytes) throws IOException {
    Objects.requireNonNull(file, "file");
    if (Files.isDirectory(file)) {
      throw new FileSystemException(file.toString(), null, "it is a folder: expected a file");
    }
    if (Files.isRegularFile(file) && Files.size(file) > mostBytes) {
      throw tooLarge(file, mostBytes);
    }
    return new BoundedStream(Files.newInputStream(file), file, mostBytes);
  }

  private static FileSystemException tooLarge(Path file, long mostBytes) {
    return new FileSystemException(
        file.toString(), null, "it is too large: expected at most " + mostBytes + " bytes");
  }

  /** A file can grow while it is read, and a pipe has no size. */
  private static final class BoundedStream extends FilterInputStream {

    private final Path file;
    private final long mostBytes;
    private long left;

    BoundedStream(InputStream content, Path file, long mostBytes) {
      super(content);
      this.file = file;
      this.mostBytes = mostBytes;
      this.left = mostBytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      left -= Math.max(0, count);
      if (left < 0) {
        throw tooLarge(file, mostBytes);
      }
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = super.skip(count);
      left -= skipped;
      if (left < 0) {
        throw tooLarge(file, mostBytes);
      }
      return skipped;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
