package io.amiclean.core.source;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.source.ImageUsageSource;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.LineNumberReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Usage by a text of the users' own: every image whose id stands in it is in use, so that what is
 * pinned in code stays. The text is a list of ids, or any other in which ids stand, such as a
 * Terraform file; it does not matter what is around them. Thread-safe.
 *
 * <p>An id is {@code ami-} and 8 or 17 hexadecimal digits, in lower or upper case; where more
 * digits follow, it is none. A text without any id is no evidence: it would silently protect
 * nothing. The ids need not exist.
 */
public final class PinnedImages implements ImageUsageSource {

  /** The name of this source in evidence. */
  public static final String SOURCE = "pinned-ids";

  /** The kind of reference that this source gives; the user is the text's name and the line. */
  public static final String KIND = "pinned";

  /** Far above what a person or a tool writes, and far below what memory has room for. */
  private static final int LONGEST_LINE = 1 << 24;

  private static final Logger LOG = LoggerFactory.getLogger(PinnedImages.class);

  private final Supplier<List<ImageReference>> pins;
  private final Supplier<CleanupScope> scope;
  private final Clock clock;

  private PinnedImages(
      Supplier<List<ImageReference>> pins, Supplier<CleanupScope> scope, Clock clock) {
    this.pins = pins;
    this.scope = Objects.requireNonNull(scope, "scope");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Finds the ids in a file. The file is read each time usage is asked for, so that what is pinned
   * after planning still counts before the execution.
   *
   * @param file a text in UTF-8
   * @param scope the account and region in which the ids are pinned
   * @param clock dates what is read
   * @return the source; it throws an {@link EvidenceException} while the file does not exist, is a
   *     folder, is not in UTF-8, holds no id, or has more than 256 MiB or 16,777,216 characters in
   *     a line
   */
  public static PinnedImages in(Path file, Supplier<CleanupScope> scope, Clock clock) {
    Objects.requireNonNull(file, "file");
    return new PinnedImages(() -> read(file), scope, clock);
  }

  /**
   * Finds the ids in a text, which is read to its end at once.
   *
   * @param name what references call the text, such as the name of its file
   * @param text the text; the caller closes it
   * @param scope the account and region in which the ids are pinned
   * @param clock dates what is read, now
   * @return the source
   * @throws IOException if the text cannot be read
   * @throws EvidenceException if it holds no id
   * @throws IllegalArgumentException if the name is blank
   */
  public static PinnedImages in(String name, Reader text, Supplier<CleanupScope> scope, Clock clock)
      throws IOException {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(clock, "clock");
    if (name.isBlank()) {
      throw new IllegalArgumentException("The text has a blank name: expected one such as main.tf");
    }
    List<ImageReference> found = find(name, text);
    Instant readAt = clock.instant();
    return new PinnedImages(() -> found, scope, Clock.fixed(readAt, clock.getZone()));
  }

  /**
   * Pins images by their ids, such as those that a plan was made with.
   *
   * @param images the images
   * @param scope the account and region in which they are pinned
   * @param clock dates what is read
   * @return the source
   */
  public static PinnedImages of(
      Collection<ImageId> images, Supplier<CleanupScope> scope, Clock clock) {
    List<ImageReference> found =
        images.stream().sorted().map(id -> ImageReference.of(id, KIND, SOURCE)).toList();
    return new PinnedImages(() -> found, scope, clock);
  }

  /**
   * Returns the ids that stand in a file.
   *
   * @param file a text in UTF-8
   * @return the ids, at least one
   * @throws EvidenceException if the file does not exist, is a folder, is not in UTF-8 or holds no
   *     id
   */
  public static SortedSet<ImageId> idsIn(Path file) {
    SortedSet<ImageId> ids = new TreeSet<>();
    read(file).forEach(reference -> ids.add((ImageId) reference.target()));
    return ids;
  }

  /**
   * Returns the pins.
   *
   * @return a reference for each line in which an image is named
   * @throws EvidenceException if there are none, or if they cannot be read
   */
  @Override
  public ImageUsage loadUsage() {
    Instant readAt = clock.instant();
    List<ImageReference> references = pins.get();
    long images = references.stream().map(ImageReference::target).distinct().count();
    return ImageUsage.builder()
        .scope(scope.get())
        .readAt(readAt)
        .references(references)
        .addEvidence(Evidence.complete(SOURCE, images, readAt))
        .build();
  }

  private static List<ImageReference> read(Path file) {
    Path name = file.getFileName();
    if (name == null || Files.isDirectory(file)) {
      throw unreadable("'" + file + "' is a folder", null);
    }
    try (Reader text =
        new InputStreamReader(
            InputFile.open(file, InputFile.TEXT_BYTES), StandardCharsets.UTF_8.newDecoder())) {
      return find(name.toString(), text);
    } catch (NoSuchFileException e) {
      throw unreadable("'" + file + "' does not exist", e);
    } catch (CharacterCodingException e) {
      throw unreadable("'" + file + "' is not UTF-8", e);
    } catch (IOException e) {
      boolean said = e instanceof FileSystemException failure && failure.getReason() != null;
      Object why = said ? ((FileSystemException) e).getReason() : e;
      throw unreadable("'" + file + "' cannot be read (" + why + ")", e);
    }
  }

  private static List<ImageReference> find(String name, Reader text) throws IOException {
    Set<ImageReference> found = new LinkedHashSet<>();
    LineNumberReader lines = new LineNumberReader(text);
    StringBuilder line = new StringBuilder();
    int number = 1;
    for (int read = lines.read(); read >= 0; read = lines.read()) {
      // LineNumberReader makes this of each end of a line.
      if (read == '\n') {
        find(line, name, number++, found);
        line.setLength(0);
      } else if (line.length() == LONGEST_LINE) {
        throw unreadable(
            "line " + number + " of '" + name + "' has more than " + LONGEST_LINE + " characters",
            null);
      } else {
        line.append((char) read);
      }
    }
    find(line, name, number, found);
    if (found.isEmpty()) {
      throw unreadable("'" + name + "' holds no image id", null);
    }
    LOG.debug("{} pins {} images or mentions of them", name, found.size());
    return List.copyOf(found);
  }

  private static void find(CharSequence line, String name, int number, Set<ImageReference> found) {
    for (ImageId image : ImageId.findIn(line.toString())) {
      found.add(ImageReference.of(image, KIND, name + ":" + number));
    }
  }

  private static EvidenceException unreadable(String what, @Nullable Exception cause) {
    return new EvidenceException(
        SOURCE,
        "The pinned ids are unknown, for "
            + what
            + ": expected a text file in UTF-8 with at least one id such as ami-0123456789abcdef0",
        cause);
  }
}
