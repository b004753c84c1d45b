package io.amiclean.examples.organization;

import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.journal.JournalJson;
import io.amiclean.core.json.PlanJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * A journal in a store of objects: a numbered object for each step, which one writer alone can
 * create. It admits one execution at a time without a lock that could be left behind.
 *
 * <p>{@link #begin} ends with an object that claims the journal. An earlier execution that still
 * runs, because its worker was cut off but not killed, finds the next number taken: its {@link
 * #append} fails, and it announces no further call. Of the calls that it had announced before,
 * which are as many as its executor's concurrency at most, some may still reach AWS; this execution
 * has read their announcements, and looks up how they ended.
 */
public final class StoreJournal implements ExecutionJournal {

  private final ObjectStore store;
  private final String folder;

  /** Stands in each object, so that a write whose answer was lost is recognized. */
  private final String writer = UUID.randomUUID().toString();

  private String prefix = "";
  private int next;

  /**
   * Keeps the journal of each plan under the digest of the plan.
   *
   * @param store the store
   * @param folder the key that stands before the digest
   */
  public StoreJournal(ObjectStore store, String folder) {
    this.store = store;
    this.folder = folder;
  }

  @Override
  public synchronized List<JournalStep> begin(CleanupPlan plan) {
    prefix = folder + "/" + PlanJson.digest(plan).hex() + "/";
    next = 0;
    List<JournalStep> steps = new ArrayList<>();
    try {
      do {
        addSteps(steps);
      } while (!create(""));
    } catch (IOException e) {
      throw unusable(e);
    }
    return steps;
  }

  private void addSteps(List<JournalStep> steps) throws IOException {
    for (var row = store.get(key()); row.isPresent(); row = store.get(key())) {
      String[] lines = new String(row.get(), StandardCharsets.UTF_8).split("\n", 2);
      if (lines.length == 2 && !lines[1].isEmpty()) {
        steps.add(JournalJson.read(lines[1]));
      }
      next++;
    }
  }

  @Override
  public synchronized void append(JournalStep step) {
    try {
      if (!create(JournalJson.write(step))) {
        throw new IOException("another execution has taken it over");
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private boolean create(String line) throws IOException {
    byte[] row = (writer + "\n" + line).getBytes(StandardCharsets.UTF_8);
    boolean ours =
        store.create(key(), row)
            || store.get(key()).filter(there -> Arrays.equals(there, row)).isPresent();
    if (ours) {
      next++;
    }
    return ours;
  }

  private String key() {
    return prefix + String.format("%08d", next);
  }

  private UncheckedIOException unusable(IOException cause) {
    return new UncheckedIOException(
        "The journal " + prefix + " cannot be used: " + cause.getMessage(), cause);
  }
}
