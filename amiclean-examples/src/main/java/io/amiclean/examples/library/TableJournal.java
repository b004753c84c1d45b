package io.amiclean.examples.library;

import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.journal.JournalJson;
import io.amiclean.core.json.PlanJson;
import java.util.List;

/** A journal as rows of a table: of DynamoDB, JDBC, or, as objects, of S3. */
public final class TableJournal implements ExecutionJournal {

  private final Table table;
  private String plan = "";
  private int rows;

  /** Rows of text; what is put is there for good when {@code put} returns, or it throws. */
  public interface Table {

    /** Returns the rows of a key in the order of their numbers. */
    List<String> rows(String key);

    /** Adds a row. */
    void put(String key, int number, String row);
  }

  /** Keeps the steps of each plan under its digest. */
  public TableJournal(Table table) {
    this.table = table;
  }

  @Override
  public synchronized List<JournalStep> begin(CleanupPlan begun) {
    plan = PlanJson.digest(begun).hex();
    List<String> steps = table.rows(plan);
    rows = steps.size();
    return steps.stream().map(JournalJson::read).toList();
  }

  @Override
  public synchronized void append(JournalStep step) {
    table.put(plan, rows, JournalJson.write(step));
    rows++;
  }
}
