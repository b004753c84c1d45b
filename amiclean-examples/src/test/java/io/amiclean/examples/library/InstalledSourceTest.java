package io.amiclean.examples.library;

import static io.amiclean.examples.cli.OverWire.ami;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.Reason;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.aws.wire.FurtherResources;
import io.amiclean.core.json.PlanJson;
import io.amiclean.examples.cli.Amiclean;
import io.amiclean.examples.cli.CommandLineRun;
import io.amiclean.examples.cli.OverWire;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A source that {@code META-INF/services} names, in the command line. */
@Tag("slow")
class InstalledSourceTest {

  private static final String SOURCE = "acme.emr-clusters";

  /** Matches no jar. */
  private static final String NOTHING = "";

  @TempDir private Path folder;

  @RegisterExtension private final OverWire aws = OverWire.empty();

  private Path plan;
  private String cluster;

  @BeforeEach
  void describe() throws IOException {
    Path services = Files.createDirectories(folder.resolve("installed/META-INF/services"));
    Files.writeString(
        services.resolve("io.amiclean.aws.source.UsageSourceProvider"),
        EmrClusters.class.getName());
    plan = folder.resolve("plan.json");
    aws.images(2);
    cluster =
        FurtherResources.cluster(aws.state(), "j-1", "RUNNING", Map.of("CustomAmiId", ami(1)));
  }

  /**
   * Runs the command line in a JVM of its own.
   *
   * @param lacking matches the names of the jars that its class path lacks
   */
  private CommandLineRun run(String lacking, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        folder.resolve("installed")
            + File.pathSeparator
            + Splitter.on(File.pathSeparator)
                .splitToStream(System.getProperty("java.class.path"))
                .filter(jar -> !new File(jar).getName().matches(lacking))
                .collect(Collectors.joining(File.pathSeparator)));
    command.add(Amiclean.class.getName());
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(folder.resolve("err").toFile());
    builder
        .environment()
        .putAll(Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "secret"));
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new CommandLineRun(process.waitFor(), out, Files.readString(folder.resolve("err")));
  }

  private CleanupPlan plan(String lacking, String... options)
      throws IOException, InterruptedException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "plan",
                "--out",
                plan.toString(),
                "--keep-previous",
                "0",
                "--now",
                OverWire.NOW,
                "--region",
                aws.state().region(),
                "--endpoint-url",
                aws.endpoint().uri().toString()));
    args.addAll(List.of(options));
    CommandLineRun run = run(lacking, args.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isZero();
    return PlanJson.read(Files.readString(plan));
  }

  private static Evidence evidence(CleanupPlan plan, String source) {
    return plan.evidence().stream()
        .filter(read -> read.source().equals(source))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void keepsTheImageThatItAloneKnows() throws Exception {
    CleanupPlan read = plan(NOTHING);

    assertThat(read.explain(ImageId.of(ami(1))).reasons())
        .singleElement()
        .extracting(Reason::evidence)
        .isEqualTo(List.of(cluster));
    assertThat(read.explain(ImageId.of(ami(2))).isRemoval()).isTrue();
    assertThat(evidence(read, SOURCE))
        .returns(1L, Evidence::items)
        .returns(true, Evidence::complete);
    assertThat(read.reading().furtherSources()).containsExactly(SOURCE);
  }

  @Test
  void protectsNothingWhereItIsLeftOut() throws Exception {
    CleanupPlan read = plan(NOTHING, "--skip-usage", SOURCE);

    assertThat(read.explain(ImageId.of(ami(1))).isRemoval()).isTrue();
    assertThat(evidence(read, SOURCE).skipped()).isTrue();
    assertThat(read.reading().skippedSources()).containsExactly(SOURCE);
    assertThat(read.reading().furtherSources()).isEmpty();
  }

  @Test
  void isNotAskedWithoutItsClient() throws Exception {
    CleanupPlan read = plan("(emr|batch)-[0-9.]+\\.jar");

    for (String source : List.of(SOURCE, "batch-compute-environments")) {
      assertThat(evidence(read, source).skipReason())
          .as(source)
          .hasValue(Evidence.SkipReason.CLIENT_MISSING);
    }
    assertThat(evidence(read, "cloudformation-stacks").complete()).isTrue();
  }

  @Test
  void isNeededToExecuteAPlanThatWasMadeWithIt() throws Exception {
    plan(NOTHING);

    CommandLineRun run = aws.run("", "apply", plan.toString(), "-f");

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err())
        .contains("The source '" + SOURCE + "' is to be read, and no provider of it");
    assertThat(aws.changes()).isEmpty();
  }

  @Test
  void isReadAgainBeforeTheFirstRemoval() throws Exception {
    FurtherResources.cluster(aws.state(), "j-2", "TERMINATED", Map.of("CustomAmiId", ami(2)));
    plan(NOTHING);
    FurtherResources.cluster(aws.state(), "j-3", "STARTING", Map.of("CustomAmiId", ami(2)));

    CommandLineRun run =
        run(
            NOTHING,
            "apply",
            plan.toString(),
            "-f",
            "--endpoint-url",
            aws.endpoint().uri().toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("became-in-use");
    assertThat(aws.state().imageIds()).containsExactly(ami(1), ami(2));
  }

  @Test
  void addsItsActionsToThePolicyAndItsNameToTheHelp() throws Exception {
    CommandLineRun policy = run(NOTHING, "iam-policy");
    CommandLineRun help = run(NOTHING, "plan", "--help");

    assertThat(policy.out())
        .contains("\"elasticmapreduce:ListClusters\"")
        .contains(
            """
                  "Sid": "AmicleanRead2",
                  "Effect": "Allow",
                  "Action": [
                    "elasticmapreduce:DescribeCluster",
                    "elasticmapreduce:ListInstanceFleets",
                    "elasticmapreduce:ListInstanceGroups"
                  ],
                  "Resource": [
                    "arn:aws:elasticmapreduce:*:*:cluster/*"
                  ]
            """);
    assertThat(help.out().replaceAll("\\s+", " ")).contains(SOURCE);
  }
}
