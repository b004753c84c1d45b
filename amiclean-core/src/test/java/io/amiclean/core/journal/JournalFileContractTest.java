package io.amiclean.core.journal;

import io.amiclean.api.journal.ExecutionJournal;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.testing.ExecutionJournalContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class JournalFileContractTest extends ExecutionJournalContract {

  @TempDir private Path folder;

  @Override
  protected ExecutionJournal open(CleanupPlan plan) throws IOException {
    return JournalFile.open(folder.resolve("journal"), plan);
  }
}
