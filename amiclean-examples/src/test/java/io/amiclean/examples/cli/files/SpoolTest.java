package io.amiclean.examples.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.json.PlanDigest;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.mapping.Mappers;
import io.amiclean.core.plan.CleanupPlanner;
import io.amiclean.core.retention.RetentionStrategies;
import io.amiclean.examples.cli.files.Spool.StoredPlan;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

  @TempDir private Path folder;

  private static CleanupPlan plan(int kept) {
    return CleanupPlanner.builder()
        .account(InMemoryAccount.demo())
        .groupBy(Mappers.everything("all"))
        .retain(RetentionStrategies.keepNewest(kept))
        .build()
        .plan();
  }

  @Test
  void aPlanIsReadAsItWasKept() throws IOException {
    CleanupPlan plan = plan(4);

    try (Spool spool = Spool.inFiles()) {
      assertThat(spool.keep(plan).read()).isEqualTo(plan);
    }
  }

  @Test
  void linesArePrintedAsTheyWereKept() throws IOException {
    StringBuilder printed = new StringBuilder();

    try (Spool spool = Spool.inFiles()) {
      spool.keep(out -> out.append("one\ntwo \u00e9\n")).printTo(printed);
    }

    assertThat(printed).hasToString("one\ntwo \u00e9\n");
  }

  @Test
  void onlyTheOwnerOpensItsFolderWhichIsRemoved() throws IOException {
    Path made;
    try (Spool spool = Spool.inFiles()) {
      spool.keep(plan(4));
      made = spool.folder().orElseThrow();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
          .isEqualTo("rwx------");
    }

    assertThat(made).doesNotExist();
  }

  @Test
  void ofOneScopeNoFileIsMade() throws IOException {
    try (Spool spool = Spool.inMemory()) {
      CleanupPlan plan = plan(4);
      assertThat(spool.keep(plan).read()).isSameAs(plan);
      assertThat(spool.folder()).isEmpty();
    }
  }

  @Test
  void anotherPlanInTheFileIsRefused() throws IOException {
    Path file = folder.resolve("plan.json");
    PlanDigest digest = write(plan(4), file);
    StoredPlan stored = Spool.in(file, digest);
    write(plan(5), file);

    assertThatThrownBy(stored::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("plan.json' was changed since it was written");
  }

  private static PlanDigest write(CleanupPlan plan, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      return PlanJson.write(plan, out);
    }
  }
}
