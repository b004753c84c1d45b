package io.amiclean.examples.cli.account;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.benchmark.LargeAccount;
import io.amiclean.aws.wire.WireRequest;
import io.amiclean.core.json.PlanJson;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Accounts of more resources than a page holds, in the default sizes of pages. */
@Tag("slow")
class LargeAccountOverWireTest {

  private static final int IMAGES = 2_500;
  private static final int INSTANCES = 1_200;
  private static final int GROUPS = 180;
  private static final int LAUNCH_CONFIGURATIONS = 130;

  @TempDir private Path folder;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  @Test
  void readsEverything() throws IOException {
    largeAccount();

    CleanupPlan plan = plan();

    assertThat(plan.summary().images()).isEqualTo(IMAGES);
    assertThat(plan.evidence())
        .filteredOn(evidence -> evidence.items() > 0)
        .extracting(Evidence::source, Evidence::items)
        .contains(
            tuple("images", (long) IMAGES),
            tuple("instances", (long) INSTANCES),
            tuple("auto-scaling-groups", (long) GROUPS),
            tuple("launch-configurations", (long) LAUNCH_CONFIGURATIONS));
  }

  @Test
  void keepsTheImagesOfTheLastInstanceLaunchConfigurationAndGroup() {
    largeAccount();

    CommandLineRun run = aws.removeAll();

    assertThat(run.status()).isZero();
    assertThat(aws.state().imageIds())
        .containsExactlyInAnyOrder(
            OverWire.ami(1),
            OverWire.ami(2),
            OverWire.ami(3),
            OverWire.ami(4),
            OverWire.ami(5),
            OverWire.ami(6));
  }

  @Test
  void makesNoCallPerImage() throws IOException {
    for (int number = 1; number <= 50_000; number++) {
      aws.imageWithoutSnapshot(number);
    }

    CleanupPlan plan = plan("--skip-usage", "image-references", "launch-permissions");

    assertThat(plan.summary().remove()).isEqualTo(50_000);
    assertThat(aws.endpoint().count("DescribeImages")).isEqualTo(50);
    assertThat(aws.endpoint().requests()).hasSizeLessThan(100);
  }

  /** A tenth of the account that ReadingBenchmark counts. */
  @Test
  void makesNoMoreCallsThanThereAreFullPages() throws IOException {
    // The rules of the Recycle Bin are listed by type of resource: images, and snapshots.
    LargeAccount account = new LargeAccount(5_000);
    account.fill(aws.state());

    plan("--skip-usage", "image-references", "launch-permissions");

    Map<String, Long> calls =
        aws.endpoint().requests().stream()
            .collect(groupingBy(WireRequest::action, TreeMap::new, counting()));
    Map<String, Long> pages = account.fullPages();
    assertThat(calls)
        .containsAllEntriesOf(pages)
        .allSatisfy(
            (action, count) ->
                assertThat(count)
                    .as(action)
                    .isEqualTo(pages.getOrDefault(action, action.equals("ListRules") ? 2L : 1L)));
  }

  private CleanupPlan plan(String... options) throws IOException {
    Path file = folder.resolve("plan.json");
    CommandLineRun run = aws.planAll(file, options);
    assertThat(run.status()).as(run.err()).isZero();
    return PlanJson.read(Files.readString(file));
  }

  /** Of each kind, all users have the same image, but the last, which alone has its own. */
  private void largeAccount() {
    aws.images(IMAGES);
    for (int number = 1; number <= INSTANCES; number++) {
      aws.state()
          .instance("i-%017x".formatted(number))
          .image(OverWire.ami(number == INSTANCES ? 2 : 1));
    }
    for (int number = 1; number <= LAUNCH_CONFIGURATIONS; number++) {
      aws.state()
          .launchConfiguration("configuration-" + number)
          .image(OverWire.ami(number == LAUNCH_CONFIGURATIONS ? 4 : 3));
    }
    aws.state().launchTemplate("lt-00000000000000001").version(OverWire.ami(5));
    for (int number = 1; number <= GROUPS; number++) {
      aws.state()
          .autoScalingGroup("group-" + number)
          .mixedInstances("lt-00000000000000001", "$Default");
    }
    aws.state().autoScalingGroup("group-" + GROUPS).overrideImage(OverWire.ami(6));
  }
}
