package io.amiclean.core.journal;

import com.google.common.util.concurrent.Uninterruptibles;
import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.json.PlanDigest;
import io.amiclean.core.json.PlanJson;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in a file, one JSON object a line: first the plan that it belongs to, then the steps. A
 * step is on the disk before the call that it announces is made.
 *
 * <p>While it is open, no other process can open it. The line that was being written when a process
 * was killed is dropped; anything else that is broken refuses the file. Of the steps that are
 * written nothing stays in memory. Thread-safe.
 */
public final class JournalFile implements ExecutionJournal, Closeable {

  private static final byte LINE_END = '\n';

  /** In bytes: room for the record of 60,000 accounts that may launch an image. */
  private static final int LONGEST_LINE = 1 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);

  private final Path path;
  private final boolean created;
  // Not a channel: that is closed for all by a thread that is interrupted while it writes.
  private final RandomAccessFile file;
  private final IntConsumer synced;
  private final PlanDigest digest;
  private final Optional<String> droppedLine;
  private final Object writing = new Object();
  private final Lock syncing = new ReentrantLock();
  private @Nullable Group open;
  private boolean begun;
  private boolean hasSteps;
  private @Nullable IOException failure;

  /**
   * Opens the journal of a plan, and creates it if there is none.
   *
   * @param path the file
   * @param plan the plan that is going to be executed
   * @return the journal, to be closed after the execution
   * @throws PlanRefusedException if the journal is of another plan, account or region, or is open
   *     elsewhere
   * @throws DocumentFormatException if the file is no journal or no regular file, is broken, or is
   *     of a newer schema; nothing of it was changed
   * @throws IOException if the file cannot be read or written
   */
  public static JournalFile open(Path path, CleanupPlan plan) throws IOException {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(plan, "plan");
    return open(path, plan, lines -> {});
  }

  /**
   * Opens the journal of a plan, as {@link #open(Path, CleanupPlan)} does.
   *
   * @param synced receives after each sync how many lines it put on the disk
   */
  static JournalFile open(Path path, CleanupPlan plan, IntConsumer synced) throws IOException {
    requireRegular(path);
    boolean created = Files.notExists(path);
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      lock(path, file);
      return new JournalFile(path, created, file, plan, synced);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Reads the launch permissions that a journal recorded before they were taken away, whichever
   * plan it is of. What was being written when a process was killed is passed over.
   *
   * @param path the file
   * @return the permissions by image
   * @throws DocumentFormatException if the file is no journal or no regular file, is broken, or is
   *     of a newer schema
   * @throws IOException if the file cannot be read
   */
  public static Map<ImageId, LaunchPermissions> recordedPermissions(Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    requireRegular(path);
    JournalLines.Reader reader = new JournalLines.Reader(path);
    Map<ImageId, LaunchPermissions> recorded = new TreeMap<>();
    try (InputStream content = Files.newInputStream(path)) {
      readLines(
          path,
          content,
          line ->
              reader
                  .read(line)
                  .ifPresent(
                      step ->
                          step.permissions()
                              .ifPresent(
                                  permissions ->
                                      recorded.merge(
                                          (ImageId) step.resource(),
                                          permissions,
                                          LaunchPermissions::and))));
    }
    return recorded;
  }

  /** A device or a pipe has no end, or keeps nothing. */
  private static void requireRegular(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new DocumentFormatException(
          "'" + path + "' cannot be a journal: expected a regular file, or none yet", null);
    }
  }

  private static void lock(Path path, RandomAccessFile file) throws IOException {
    FileLock lock;
    try {
      lock = file.getChannel().tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    // One that was just closed without being begun is not there any more, though it was opened.
    if (lock == null || Files.notExists(path)) {
      throw new PlanRefusedException(
          "The journal '"
              + path
              + "' is in use by another execution: wait for its end, and execute the plan again");
    }
  }

  private JournalFile(
      Path path, boolean created, RandomAccessFile file, CleanupPlan plan, IntConsumer synced)
      throws IOException {
    this.path = path;
    this.created = created;
    this.file = file;
    this.synced = synced;
    this.digest = PlanJson.digest(plan);
    JournalLines.Reader reader = new JournalLines.Reader(path);
    byte[] unended = readLines(line -> hasSteps |= reader.read(line).isPresent());
    String tail = new String(unended, StandardCharsets.UTF_8);
    long end = file.length() - unended.length;
    requireJournal(end, tail);
    if (end > 0) {
      reader.header().require(name(path), plan, digest);
    }
    this.droppedLine = tail.isEmpty() ? Optional.empty() : Optional.of(tail);
    file.setLength(end);
    file.seek(end);
    if (end == 0) {
      file.write(JournalLines.header(digest.hex(), plan.scope()));
    }
  }

  private byte[] readLines(Consumer<String> reader) throws IOException {
    file.seek(0);
    // Of the same descriptor: the lock keeps others out on some systems, and closing is not its.
    return readLines(path, new FileInputStream(file.getFD()), reader);
  }

  /**
   * Reads a file line by line, however long it is.
   *
   * @return what stands behind the last line that has an end
   */
  private static byte[] readLines(Path path, InputStream file, Consumer<String> reader)
      throws IOException {
    InputStream content = new BufferedInputStream(file);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = content.read(); next >= 0; next = content.read()) {
      if (next == LINE_END) {
        reader.accept(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else if (line.size() < LONGEST_LINE) {
        line.write(next);
      } else {
        throw new DocumentFormatException(
            "The file '"
                + path
                + "' is no journal: it has a line of more than "
                + LONGEST_LINE
                + " bytes",
            null);
      }
    }
    return line.toByteArray();
  }

  /** A file of something else is not to be cut down to an empty journal. */
  private void requireJournal(long end, String tail) {
    if (end == 0 && !JournalLines.isBeginOfHeader(tail)) {
      throw new DocumentFormatException(
          "The file '" + path + "' is no journal: choose one that does not exist", null);
    }
  }

  private static String name(Path path) {
    return "The journal '" + path + "'";
  }

  /**
   * Returns the half-written last line that was dropped when the journal was opened.
   *
   * @return the line, or empty if the file ended as it should
   */
  public Optional<String> droppedLine() {
    return droppedLine;
  }

  @Override
  public List<JournalStep> begin(CleanupPlan plan) {
    if (!PlanJson.digest(plan).equals(digest)) {
      throw JournalLines.otherPlan(name(path));
    }
    // Reading moves the place in the file where the next group is written.
    syncing.lock();
    try {
      return readSteps();
    } finally {
      syncing.unlock();
    }
  }

  private List<JournalStep> readSteps() {
    synchronized (writing) {
      begun = true;
    }
    List<JournalStep> steps = new ArrayList<>();
    try {
      JournalLines.Reader reader = new JournalLines.Reader(path);
      readLines(line -> reader.read(line).ifPresent(steps::add));
      file.seek(file.length());
    } catch (IOException e) {
      throw unusable("read", e);
    }
    return Collections.unmodifiableList(steps);
  }

  @Override
  public void append(JournalStep step) {
    byte[] line = JournalLines.step(step);
    if (line.length > LONGEST_LINE) {
      throw new UncheckedIOException(
          new IOException(
              name(path)
                  + " takes lines of "
                  + LONGEST_LINE
                  + " bytes at most, and a step of "
                  + step.resource()
                  + " has "
                  + line.length));
    }
    Group group;
    boolean leads;
    synchronized (writing) {
      hasSteps = true;
      Group joined = open;
      leads = joined == null;
      group = joined == null ? new Group() : joined;
      group.lines.writeBytes(line);
      group.count++;
      open = group;
    }
    if (leads) {
      sync(group);
    } else {
      Uninterruptibles.awaitUninterruptibly(group.ended);
    }
    IOException failed = group.failure;
    if (failed != null) {
      throw unusable("written", failed);
    }
  }

  private UncheckedIOException unusable(String use, IOException cause) {
    String why =
        file.getChannel().isOpen()
            ? " cannot be " + use + ": " + cause.getMessage()
            : " is closed: open it again";
    return new UncheckedIOException(name(path) + why, cause);
  }

  /**
   * Lines that one sync puts on the disk. The thread that adds the first line does that for all,
   * once the previous group has ended; until then, others join.
   */
  private static final class Group {
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final CountDownLatch ended = new CountDownLatch(1);
    private int count;
    private volatile boolean isOnDisk;
    private volatile @Nullable IOException failure;
  }

  private void sync(Group group) {
    // Who waits for this lock leads the next group, and goes on before those of this one do.
    syncing.lock();
    try {
      synchronized (writing) {
        open = null;
      }
      // A line may be half-written, and nothing may stand behind it; and a sync that follows a
      // failed
      // one may succeed although lines are missing.
      if (failure != null) {
        throw new IOException("writing to it failed before", failure);
      }
      file.write(group.lines.toByteArray());
      file.getFD().sync();
      synced.accept(group.count);
      group.isOnDisk = true;
    } catch (IOException e) {
      group.failure = e;
    } finally {
      if (!group.isOnDisk && group.failure == null) {
        group.failure = new IOException("syncing it ended unexpectedly");
      }
      if (failure == null) {
        failure = group.failure;
      }
      syncing.unlock();
      group.ended.countDown();
    }
  }

  /** Closes the file, and removes it if it was created for an execution that never began. */
  @Override
  public void close() throws IOException {
    try (file) {
      synchronized (writing) {
        if (created && !begun && !hasSteps) {
          remove();
        }
      }
    }
  }

  /** Before it is closed, that nobody else has opened it by then. Not every system does that. */
  private void remove() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      LOG.debug("The journal {} was not begun, and cannot be removed", path, e);
    }
  }
}
