package io.amiclean.examples.fedora;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.amiclean.api.execution.ExecutionResult;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.execution.ImageRestorer;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.report.TerminalText;
import io.amiclean.core.report.TextReport;
import io.amiclean.examples.fedora.DemoArchive.Published;
import io.amiclean.examples.fedora.archive.ComposeFacts;
import io.amiclean.examples.fedora.archive.PublishedImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The whole process on a built-in archive and account, day by day as a cron job runs it: images are
 * published, made private, missed by a person and given back, and deleted. It needs no network and
 * no credentials, and leaves nothing behind. For one run, and for one thread.
 */
final class FedoraDemo {

  private static final String REGION = "us-east-1";

  private static final LocalDate FIRST_DAY = LocalDate.parse("2017-08-01");

  private static final int DAYS = 17;

  private static final int PUBLISHED_WITHIN = 7;
  private static final int PERMISSIONS_WAIT = 5;
  private static final int PRIVATE_WITHIN = 17;
  private static final int DELETE_WAIT = 10;

  /** A week after it was published, a person misses this image. */
  private static final ImageId MISSED = ImageId.of("ami-0fed0000000000002");

  private static final LocalDate MISSED_ON = LocalDate.parse("2017-08-08");

  private static final String HOLDER = "release-engineering";

  private static final int VOLUME_GIB = 3;

  private final DemoArchive archive = new DemoArchive();
  private final InMemoryAccount account =
      InMemoryAccount.builder().account("123456789012").region(REGION).build();
  private final PrintWriter out;
  private final List<String> lines = new ArrayList<>();
  private final Set<String> said = new HashSet<>();

  FedoraDemo(PrintWriter out) {
    this.out = out;
  }

  /** Runs the process, and shows each day's steps. */
  void run() throws IOException {
    out.println("Fedora's process on a built-in archive and account, every day at noon:");
    out.println("  " + command(ProcessStep.CHANGE_PERMISSIONS));
    out.println("  " + command(ProcessStep.DELETE));
    Path journals = Files.createTempDirectory("amiclean-fedora-");
    try {
      for (int day = 1; day <= DAYS; day++) {
        run(day, journals);
      }
    } finally {
      MoreFiles.deleteRecursively(journals, RecursiveDeleteOption.ALLOW_INSECURE);
    }
    out.printf(
        "%nAfter %d days: %d images published, %d deleted with their snapshots, %d left.%n",
        DAYS,
        archive.published().size(),
        archive.published().size() - account.imageIds().size(),
        account.imageIds().size());
    out.flush();
  }

  private static String command(ProcessStep step) {
    return switch (step) {
      case CHANGE_PERMISSIONS ->
          "amiclean fedora --change-perms --days %d --permswaitperiod %d"
              .formatted(PUBLISHED_WITHIN, PERMISSIONS_WAIT);
      case DELETE ->
          "amiclean fedora --delete --days %d --deletewaitperiod %d"
              .formatted(PRIVATE_WITHIN, DELETE_WAIT);
    };
  }

  private void run(int day, Path journals) throws IOException {
    LocalDate date = FIRST_DAY.plusDays(day - 1);
    lines.clear();
    publish(date);
    Clock noon = Clock.fixed(date.atTime(12, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
    if (date.equals(MISSED_ON)) {
      restore(noon);
    }
    run(ProcessStep.CHANGE_PERMISSIONS, noon, journals);
    run(ProcessStep.DELETE, noon, journals);
    out.printf("%nDay %d, %s%s%n", day, date, lines.isEmpty() ? ": nothing to do" : "");
    lines.forEach(out::println);
  }

  /** Adds the images of a day, which everybody may launch. */
  private void publish(LocalDate date) {
    for (Published image : archive.published()) {
      if (LocalDate.ofInstant(image.at(), ZoneOffset.UTC).equals(date)) {
        account.add(
            more ->
                more.image(
                        image.id(),
                        spec ->
                            spec.name(image.name())
                                .createdAt(image.at().toString())
                                .sharing(Sharing.PUBLIC)
                                .snapshot(image.id().replace("ami", "snap"), VOLUME_GIB))
                    .launchPermissions(
                        image.id(), LaunchPermissions.builder().everybody(true).build()));
        say("published", image.id() + " of " + image.compose());
      }
    }
  }

  /** Gives back an image that a person misses. */
  private void restore(Clock noon) {
    say("missed", "by a person: amiclean restore " + MISSED + " --hold-by " + HOLDER);
    ExecutionResult result =
        ImageRestorer.builder()
            .operations(account)
            .images(account.withClock(noon).images())
            .holdBy(HOLDER)
            .clock(noon)
            .build()
            .restore(List.of(MISSED));
    TextReport.outcomeLines(result.outcomes()).lines().forEach(line -> say("restore", line));
    say(
        "restore",
        account.launchPermissions(MISSED).everybody()
            ? "everybody may launch it again, and it is on hold"
            : "it is on hold");
  }

  private void run(ProcessStep step, Clock noon, Path journals) throws IOException {
    boolean deletes = step == ProcessStep.DELETE;
    int days = deletes ? PRIVATE_WITHIN : PUBLISHED_WITHIN;
    String name = deletes ? "delete" : "change-perms";
    RegionPlanner planner = new RegionPlanner(step, days, PERMISSIONS_WAIT, DELETE_WAIT, noon);
    PublishedImages published =
        PublishedImages.read(
            archive,
            URI.create(FedoraOptions.DATAGREPPER),
            URI.create(FedoraOptions.COMPOSES),
            Duration.ofDays(days),
            noon);
    Region region = Region.of(account.withClock(noon));
    CleanupPlan plan = planner.planner(region.reader(), published).plan();
    ExecutionResult result =
        new RegionExecution(
                step, planner, published, new RunFiles(journals, noon.instant()), ignored -> {})
            .execute(plan, region);
    TextReport.outcomeLines(plan, result).lines().forEach(line -> say(name, line));
    kept(plan, published, noon.instant()).filter(said::add).forEach(line -> say(name, line));
  }

  /** Says why images stay that are old enough by now, or that need a review. */
  private static Stream<String> kept(CleanupPlan plan, PublishedImages published, Instant now) {
    Instant due = now.minus(Duration.ofDays(PERMISSIONS_WAIT));
    Stream<String> byCompose =
        published.in(REGION).entrySet().stream()
            .filter(image -> !publishedAt(image.getValue()).isAfter(due))
            .sorted(Map.Entry.comparingByKey())
            .map(image -> Map.entry(image.getKey(), ComposeVerdict.of(image.getValue())))
            .filter(image -> !image.getValue().goes())
            .map(
                image ->
                    keeps(
                        image.getKey().value(),
                        image.getValue().reason().message(),
                        String.join(", ", image.getValue().reason().evidence())));
    return Stream.concat(
        byCompose,
        FedoraReport.forReview(plan).stream()
            .map(image -> keeps(image.get(0), image.get(2), image.get(3))));
  }

  private static Instant publishedAt(Map<String, String> facts) {
    return Instant.parse(facts.getOrDefault(ComposeFacts.PUBLISHED, ""));
  }

  private static String keeps(String image, String why, String evidence) {
    return "keeps " + image + ": " + why + (evidence.isEmpty() ? "" : " (" + evidence + ")");
  }

  private void say(String what, String line) {
    lines.add(String.format(Locale.ROOT, "  %-13s %s", what + ":", TerminalText.sanitize(line)));
  }
}
