package io.amiclean.aws.internal.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.Abortable;

/**
 * The body of an answer on its way to the SDK. Its beginning can be read before the SDK reads it,
 * and what the SDK has read last is kept. Nothing more is held in memory. Not thread-safe.
 */
final class AnswerBody extends InputStream implements Abortable {

  /** A root element with its namespace takes a hundred bytes; a licence in a comment some more. */
  static final int LONGEST_BEGINNING = 64 * 1024;

  private static final int FIRST_READ = 4096;

  /** A request id and the tags that close a document take two hundred bytes. */
  private static final int END = 1024;

  private static final int SHOWN = 160;

  private static final String UTF_8_MARK = "\u00EF\u00BB\u00BF";

  private final InputStream in;
  private final AnswerCheck check;
  private long taken;

  private byte[] beginning = new byte[0];
  private int given;
  private boolean isWhole;
  private @Nullable IOException failure;

  private final byte[] last = new byte[END];
  private int lastLength;

  /**
   * Creates the body.
   *
   * @param in the body as it comes
   * @param check is asked whether more of it is wanted
   */
  AnswerBody(InputStream in, AnswerCheck check) {
    this.in = in;
    this.check = check;
  }

  /**
   * Reads more of the beginning, before the first byte is taken from this stream.
   *
   * @return whether there was more, and room for it
   */
  boolean readMore() {
    int length = beginning.length;
    if (isWhole || failure != null || length >= LONGEST_BEGINNING) {
      return false;
    }
    byte[] longer = Arrays.copyOf(beginning, length == 0 ? FIRST_READ : 2 * length);
    try {
      int end = length;
      int read = 0;
      while (end < longer.length && read >= 0) {
        read = taken(longer, end, longer.length - end);
        end += Math.max(0, read);
      }
      isWhole = read < 0;
      beginning = isWhole ? Arrays.copyOf(longer, end) : longer;
      return end > length;
    } catch (IOException e) {
      // Thrown when the SDK reads the body, because it repeats calls for it.
      failure = e;
      return false;
    }
  }

  /** Returns whether the beginning could not be read, so that reading the body fails. */
  boolean hasFailed() {
    return failure != null;
  }

  /** Returns what was read of the beginning, a character for each byte, without UTF-8's mark. */
  String beginning() {
    String text = new String(beginning, ISO_8859_1);
    return text.startsWith(UTF_8_MARK) ? text.substring(UTF_8_MARK.length()) : text;
  }

  /** Returns what was taken last from this stream, a character for each byte. */
  String end() {
    return new String(last, 0, lastLength, ISO_8859_1);
  }

  /** Returns how the body begins, as the object of a sentence, on one line and fit to be shown. */
  String described() {
    StringBuilder shown = new StringBuilder();
    new String(beginning, 0, Math.min(beginning.length, 4 * SHOWN), UTF_8)
        .codePoints()
        .map(character -> isShown(character) ? character : ' ')
        .forEach(
            character -> {
              if (character != ' '
                  || (shown.length() > 0 && shown.charAt(shown.length() - 1) != ' ')) {
                shown.appendCodePoint(character);
              }
            });
    String text = shown.toString().strip();
    if (text.isEmpty()) {
      return beginning.length == 0 ? "an empty body" : "a body without text";
    }
    int end = text.offsetByCodePoints(0, Math.min(SHOWN, text.codePointCount(0, text.length())));
    return "a body that begins with '" + text.substring(0, end) + "'";
  }

  /** Neither what moves the cursor nor what turns the direction of writing. */
  private static boolean isShown(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read;
    if (given < beginning.length) {
      read = Math.min(length, beginning.length - given);
      System.arraycopy(beginning, given, bytes, offset, read);
      given += read;
    } else if (failure != null) {
      throw failure;
    } else {
      read = isWhole ? -1 : taken(bytes, offset, length);
    }
    keep(bytes, offset, read);
    return read;
  }

  /** Reads on, within the bounds of the call. */
  private int taken(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    taken += Math.max(0, read);
    try {
      check.requireWithin(taken);
    } catch (RuntimeException e) {
      abort();
      throw e;
    }
    return read;
  }

  private void keep(byte[] bytes, int offset, int read) {
    if (read <= 0) {
      return;
    }
    int added = Math.min(read, END);
    int kept = Math.min(lastLength, END - added);
    System.arraycopy(last, lastLength - kept, last, 0, kept);
    System.arraycopy(bytes, offset + read - added, last, kept, added);
    lastLength = kept + added;
  }

  @Override
  public int available() throws IOException {
    return given < beginning.length ? beginning.length - given : in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Gives the rest of the body up, where the HTTP client can do so without reading it. */
  @Override
  public void abort() {
    try {
      if (in instanceof Abortable abortable) {
        abortable.abort();
      }
      in.close();
    } catch (IOException e) {
      // Nothing is expected of it any more.
    }
  }
}
