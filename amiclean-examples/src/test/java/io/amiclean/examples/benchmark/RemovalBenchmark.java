package io.amiclean.examples.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.amiclean.aws.wire.Ec2State;
import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.aws.wire.WireRequest;
import io.amiclean.aws.wire.WireState;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Measures removals by the command line, from the start of its launcher to its end, with every
 * protection on: against the same calls sent by bare threads, and against the token buckets of the
 * calls that it makes. The endpoint is in this process, and each call takes 20 ms.
 */
final class RemovalBenchmark {

  private static final int THREADS = 16;
  private static final int WARM_UPS = 2;
  private static final Duration CALL = Duration.ofMillis(20);
  private static final String REMOVAL = "DeregisterImage";
  private static final String CALLER = "GetCallerIdentity";

  private static final int CAPACITY = 100;
  private static final int REMOVALS_A_SECOND = 5;
  private static final int READINGS_A_SECOND = 20;

  private final Path folder;
  private final Path launcher;
  private final int runs;

  private RemovalBenchmark(Path folder, Path launcher, int runs) {
    this.folder = folder;
    this.launcher = launcher;
    this.runs = runs;
  }

  /**
   * Runs it: {@code RemovalBenchmark <launcher> [runs]}. The class path takes the test classes of
   * this module and of amiclean-aws, and the command line's jar.
   */
  public static void main(String... args) throws Exception {
    RemovalBenchmark benchmark =
        new RemovalBenchmark(
            Files.createTempDirectory("amiclean-removal"),
            Path.of(args[0]).toRealPath(),
            args.length > 1 ? Integer.parseInt(args[1]) : 5);
    benchmark.unlimited();
    benchmark.limited();
    System.exit(0);
  }

  /** 463 images with two snapshots each, as fast as the calls allow. */
  private void unlimited() throws Exception {
    List<String> options = List.of("-f", "--keep-previous", "0", "--rate", "unlimited");
    List<Double> ratios = new ArrayList<>();
    for (int run = -WARM_UPS; run < runs; run++) {
      List<WireRequest> calls;
      MeasuredProcess ours;
      try (WireEndpoint endpoint = endpoint(463, 2)) {
        ours = MeasuredProcess.run(folder, MeasuredProcess.launcher(launcher, options, endpoint));
        calls = endpoint.requests();
      }
      double bare = bare(calls);
      if (run >= 0) {
        ratios.add(ours.seconds() / bare);
        print("463 images, %d calls: %s; bare threads %.2f s", calls.size(), ours, bare);
      } else if (run == -WARM_UPS) {
        print("%s", count(calls));
      }
    }
    ratios.sort(null);
    print(
        "463 images: %.2f times the bare threads (%.2f to %.2f)",
        ratios.get(ratios.size() / 2), ratios.get(0), ratios.get(ratios.size() - 1));
  }

  /** 200 images with a snapshot each, from an endpoint with EC2's buckets. */
  private void limited() throws Exception {
    List<String> options = List.of("-f", "--keep-previous", "0");
    Throttle throttle = new Throttle();
    try (WireEndpoint endpoint = endpoint(200, 1)) {
      endpoint.failWhen("", throttle, 503, "RequestLimitExceeded", "Request limit exceeded.");
      MeasuredProcess ours =
          MeasuredProcess.run(folder, MeasuredProcess.launcher(launcher, options, endpoint));
      List<String> calls = endpoint.requests().stream().map(WireRequest::action).toList();
      double atBest =
          atBest(calls.subList(0, calls.indexOf(REMOVAL)), READINGS_A_SECOND)
              + atBest(calls.stream().filter(REMOVAL::equals).toList(), REMOVALS_A_SECOND);
      print(
          "200 images: %s; %.2f times the %.1f s of their buckets, %d calls refused",
          ours, ours.seconds() / atBest, atBest, throttle.refused.get());
    }
  }

  private static WireEndpoint endpoint(int images, int snapshots) {
    WireState state = new WireState("123456789012", "eu-west-1");
    for (int number = 1; number <= images; number++) {
      Ec2State.Image image =
          state
              .image("ami-%017x".formatted(number))
              .name("web-server-%09d".formatted(number))
              .tag("environment", "dev")
              .tag("role", "web-" + number % 50);
      for (int device = 0; device < snapshots; device++) {
        String snapshot = "snap-%017x".formatted(number * snapshots + device);
        image.device("/dev/xvd" + (char) ('a' + device), snapshot, 8);
      }
    }
    return new WireEndpoint(state).latency(CALL);
  }

  /**
   * Sends the calls again, to an account that is as it was before. In place of each of the few that
   * are not of the query protocol, the one that asks who is calling is sent: their answers are as
   * short.
   */
  private static double bare(List<WireRequest> calls) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try (WireEndpoint endpoint = endpoint(463, 2)) {
      List<Callable<Integer>> sent = new ArrayList<>();
      byte[] caller =
          body(
              calls.stream()
                  .filter(call -> call.action().equals(CALLER))
                  .findFirst()
                  .orElseThrow());
      for (WireRequest call : calls) {
        byte[] body = call.parameter("Action").isPresent() ? body(call) : caller;
        sent.add(() -> send(endpoint, body));
      }
      long start = System.nanoTime();
      for (Future<Integer> answer : pool.invokeAll(sent)) {
        answer.get();
      }
      return (System.nanoTime() - start) / 1e9;
    } finally {
      pool.shutdown();
    }
  }

  private static byte[] body(WireRequest call) {
    List<String> pairs = new ArrayList<>();
    call.parameters()
        .forEach((name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, UTF_8)));
    return String.join("&", pairs).getBytes(UTF_8);
  }

  private static int send(WireEndpoint endpoint, byte[] body) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) endpoint.uri().toURL().openConnection();
    connection.setDoOutput(true);
    connection.getOutputStream().write(body);
    int status = connection.getResponseCode();
    (status < 400 ? connection.getInputStream() : connection.getErrorStream()).readAllBytes();
    return status;
  }

  private static Map<String, Long> count(List<WireRequest> calls) {
    return calls.stream().collect(groupingBy(WireRequest::action, TreeMap::new, counting()));
  }

  /** How long the calls take whose bucket takes the longest. */
  private static double atBest(List<String> calls, int refill) {
    return calls.stream().collect(groupingBy(action -> action, counting())).values().stream()
        .mapToDouble(count -> Math.max(0, count - CAPACITY) / (double) refill)
        .max()
        .orElse(0);
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  /** A token bucket of EC2's for each action; true for a call that finds it empty. */
  private static final class Throttle implements Predicate<WireRequest> {

    private final Map<String, Bucket> buckets = new HashMap<>();
    private final AtomicInteger refused = new AtomicInteger();

    @Override
    public synchronized boolean test(WireRequest request) {
      int refill = request.action().equals(REMOVAL) ? REMOVALS_A_SECOND : READINGS_A_SECOND;
      boolean empty = !buckets.computeIfAbsent(request.action(), some -> new Bucket(refill)).take();
      if (empty) {
        refused.incrementAndGet();
      }
      return empty;
    }
  }

  private static final class Bucket {

    private final int refill;
    private double tokens = CAPACITY;
    private long filledAt = System.nanoTime();

    Bucket(int refill) {
      this.refill = refill;
    }

    boolean take() {
      long now = System.nanoTime();
      tokens = Math.min(CAPACITY, tokens + (now - filledAt) / 1e9 * refill);
      filledAt = now;
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    }
  }
}
