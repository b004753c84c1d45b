package io.amiclean.examples.library;

import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.testing.ExecutionJournalContract;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class TableJournalTest extends ExecutionJournalContract {

  private final Map<String, TreeMap<Integer, String>> table = new TreeMap<>();

  @Override
  protected ExecutionJournal open(CleanupPlan plan) {
    return new TableJournal(
        new TableJournal.Table() {
          @Override
          public List<String> rows(String key) {
            return List.copyOf(table.getOrDefault(key, new TreeMap<>()).values());
          }

          @Override
          public void put(String key, int number, String row) {
            table.computeIfAbsent(key, first -> new TreeMap<>()).put(number, row);
          }
        });
  }
}
