package io.amiclean.examples.benchmark;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.benchmark.MinimalProgram;
import io.amiclean.aws.wire.Ec2State;
import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.aws.wire.WireRequest;
import io.amiclean.aws.wire.WireState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;

/**
 * Measures the command line from the start of its launcher to its end, against {@link
 * MinimalProgram}, which makes the same calls and has nothing but the SDK, so that it reads the
 * answers by the JDK's XML parser: both as processes of their own, each with an archive of its own
 * classes, in turn, with an endpoint in this process.
 *
 * <p>It fails if the two do not make the same calls.
 */
final class StartUpBenchmark {

  private static final String REGION = "eu-west-1";
  private static final List<String> ORIGINAL_SOURCES =
      List.of("instances", "launch-configurations", "launch-templates", "auto-scaling-groups");

  private static final int PLANNED = 1000;
  private static final int MANY = 10_000;
  private static final int REMOVED = 463;
  private static final int SNAPSHOTS_EACH = 2;

  /** What uses images, of each kind; they are images of other accounts, so that all others go. */
  private static final int USERS = 20;

  private static final String ELSEWHERE = "ami-fffffffffffffffff";

  private static final Duration CALL = Duration.ofMillis(20);

  /** As many calls at a time as the executor makes. */
  private static final int THREADS = 16;

  private final Path folder;
  private final Path launcher;
  private final int runs;
  private final List<String> minimal;

  /** What is measured: the account, the delay of each call, and how both programs are started. */
  private record Scenario(
      String name, int images, int snapshots, Duration latency, List<String> options, int threads) {

    WireEndpoint endpoint() {
      WireState state = new WireState("123456789012", REGION);
      for (int number = 1; number <= images; number++) {
        Ec2State.Image image =
            state
                .image("ami-%017x".formatted(number))
                .name("web-server-%09d".formatted(number))
                .tag("environment", "dev")
                .tag("role", "web-" + number % 50);
        for (int device = 0; device < snapshots; device++) {
          image.device(
              "/dev/xvd" + (char) ('a' + device),
              "snap-%017x".formatted(number * snapshots + device),
              8);
        }
      }
      for (int number = 1; number <= USERS; number++) {
        state.instance("i-%017x".formatted(number)).image(ELSEWHERE);
        state.launchConfiguration("web-" + number).image(ELSEWHERE);
        state.launchTemplate("lt-%017x".formatted(number)).version(ELSEWHERE);
        state.autoScalingGroup("web-" + number).launchConfiguration("web-" + number);
      }
      return new WireEndpoint(state).latency(latency);
    }
  }

  private StartUpBenchmark(Path folder, Path launcher, int runs)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.launcher = launcher;
    this.runs = runs;
    this.minimal = minimal();
  }

  /**
   * Runs it: {@code StartUpBenchmark <launcher> [runs]}. The class path takes the test classes of
   * this module and of amiclean-aws, and the command line's jar.
   */
  public static void main(String... args) throws Exception {
    Path folder = Files.createTempDirectory("amiclean-start-up");
    StartUpBenchmark benchmark =
        new StartUpBenchmark(
            folder,
            Path.of(args[0]).toRealPath(),
            args.length > 1 ? Integer.parseInt(args[1]) : 11);
    List<String> skipped = new ArrayList<>(AwsAccount.sourceNames());
    skipped.removeAll(ORIGINAL_SOURCES);
    List<String> plan =
        new ArrayList<>(
            List.of("plan", "--out", folder.resolve("plan.json").toString(), "--overwrite"));
    plan.add("--skip-usage");
    plan.addAll(skipped);
    List<String> removal =
        new ArrayList<>(List.of("-f", "--keep-previous", "0", "--rate", "unlimited"));
    removal.add("--skip-usage");
    removal.addAll(skipped);
    benchmark.measure(new Scenario("plan of 1,000 images", PLANNED, 1, Duration.ZERO, plan, 0));
    benchmark.measure(
        new Scenario("plan of 1,000 images, 20 ms a call", PLANNED, 1, CALL, plan, 0));
    benchmark.measure(new Scenario("plan of 10,000 images", MANY, 1, Duration.ZERO, plan, 0));
    benchmark.measure(
        new Scenario("removal of 463 images", REMOVED, SNAPSHOTS_EACH, CALL, removal, THREADS));
    System.exit(0);
  }

  private void measure(Scenario scenario) throws Exception {
    List<MeasuredProcess> ours = new ArrayList<>();
    List<MeasuredProcess> theirs = new ArrayList<>();
    for (int run = -2; run < runs; run++) {
      Run first =
          run(
              scenario,
              endpoint -> MeasuredProcess.launcher(launcher, scenario.options(), endpoint));
      Run second = run(scenario, endpoint -> minimal(scenario, endpoint));
      if (!first.calls().equals(second.calls())) {
        throw new IllegalStateException("Not the same calls: " + first + " and " + second);
      }
      if (run == -2) {
        System.out.println(scenario.name() + ": " + first.calls());
      }
      if (run >= 0) {
        ours.add(first.process());
        theirs.add(second.process());
      }
    }
    print(scenario, "from start to end, in s", MeasuredProcess::seconds, ours, theirs);
    print(scenario, "processor time in s", MeasuredProcess::processor, ours, theirs);
    print(scenario, "peak memory in MB", MeasuredProcess::peak, ours, theirs);
  }

  private static void print(
      Scenario scenario,
      String what,
      ToDoubleFunction<MeasuredProcess> figure,
      List<MeasuredProcess> ours,
      List<MeasuredProcess> theirs) {
    double[] ratios =
        IntStream.range(0, ours.size())
            .mapToDouble(
                run -> figure.applyAsDouble(ours.get(run)) / figure.applyAsDouble(theirs.get(run)))
            .sorted()
            .toArray();
    System.out.printf(
        Locale.ROOT,
        "%s, %s: amiclean %.2f, minimal program %.2f, median of ratios %.2f (%.2f to %.2f)%n",
        scenario.name(),
        what,
        ours.stream().mapToDouble(figure).sorted().toArray()[ours.size() / 2],
        theirs.stream().mapToDouble(figure).sorted().toArray()[theirs.size() / 2],
        ratios[ratios.length / 2],
        ratios[0],
        ratios[ratios.length - 1]);
  }

  private record Run(MeasuredProcess process, Map<String, Long> calls) {}

  private Run run(Scenario scenario, Function<WireEndpoint, List<String>> command)
      throws IOException, InterruptedException {
    try (WireEndpoint endpoint = scenario.endpoint()) {
      MeasuredProcess process = MeasuredProcess.run(folder, command.apply(endpoint));
      return new Run(
          process,
          endpoint.requests().stream()
              .collect(groupingBy(WireRequest::action, TreeMap::new, counting())));
    }
  }

  private List<String> minimal(Scenario scenario, WireEndpoint endpoint) {
    return minimal(minimal, scenario, endpoint);
  }

  private static List<String> minimal(
      List<String> program, Scenario scenario, WireEndpoint endpoint) {
    List<String> command = new ArrayList<>(program);
    command.add(endpoint.uri().toString());
    command.add(REGION);
    if (scenario.threads() > 0) {
      command.add(Integer.toString(scenario.threads()));
    }
    return command;
  }

  /** An archive holds classes of jars only. */
  private List<String> minimal() throws IOException, InterruptedException {
    Path jar = folder.resolve("minimal.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      add(out, MinimalProgram.class);
    }
    String path =
        jar + System.getProperty("path.separator") + launcher.resolveSibling("amiclean.jar");
    Path archive = folder.resolve("minimal.jsa");
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xlog:disable",
            // The SDK takes the parser of the command line's jar otherwise.
            "-Djavax.xml.stream.XMLInputFactory=com.sun.xml.internal.stream.XMLInputFactoryImpl",
            "-cp",
            path);
    Scenario once = new Scenario("archive", 1, 1, Duration.ZERO, List.of(), 1);
    List<String> writing = new ArrayList<>(java);
    writing.add(1, "-XX:ArchiveClassesAtExit=" + archive);
    writing.add(MinimalProgram.class.getName());
    run(once, endpoint -> minimal(writing, once, endpoint));
    List<String> command = new ArrayList<>(java);
    command.add(1, "-XX:SharedArchiveFile=" + archive);
    command.add(MinimalProgram.class.getName());
    return command;
  }

  private static void add(JarOutputStream out, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    out.putNextEntry(new JarEntry(name));
    try (InputStream bytes = type.getResourceAsStream("/" + name)) {
      bytes.transferTo(out);
    }
  }
}
