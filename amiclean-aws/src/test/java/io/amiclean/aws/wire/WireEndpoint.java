package io.amiclean.aws.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * EC2, Auto Scaling, Systems Manager, EC2 Image Builder, Organizations and STS, and the lists of
 * AWS Batch, CloudFormation and EMR on one loopback port, for the real SDK clients to talk to.
 *
 * <pre>{@code
 * try (WireEndpoint aws = new WireEndpoint()) {
 *   aws.state().image("ami-1").tag("role", "front").device("/dev/xvda", "snap-1", 8);
 *   aws.pageSize("DescribeImages", 1);
 *   aws.failAt("DeregisterImage", 2, 503, "RequestLimitExceeded", "Request limit exceeded.");
 *
 *   Ec2Client ec2 = Ec2Client.builder().endpointOverride(aws.uri()) … .build();
 *   …
 *   assertThat(aws.count("DeregisterImage")).isEqualTo(3);
 *   assertThat(aws.state().imageIds()).isEmpty();
 * }
 * }</pre>
 *
 * <p>Every action keeps EC2's rules: what it refuses is refused with its code, what is hidden by
 * default is hidden, what it pages is paged. An action or a parameter that is not known here is
 * refused too. Signatures are not checked. As long as there is one region of one account, any other
 * is taken for it; {@link #add} adds more, and each request is then for the region and the account
 * that it is signed for: those of AssumeRole are for the account of the role, any others for the
 * first account.
 *
 * <p>Faults apply in the order in which they were set; {@code nth} counts, from 1, the requests for
 * the action since then, repeated ones included. Thread-safe.
 */
public final class WireEndpoint implements AutoCloseable {

  static {
    // Otherwise Nagle's algorithm holds the last packet of an answer back for 40 ms, on connections
    // that are kept.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** The path of a page that stands for any that a network may show in place of a service. */
  public static final String PORTAL = "/portal";

  /** A page that is well-formed XML. */
  public static final String PAGE =
      "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>Welcome"
          + "</title></head><body><p>Log in to use this network</p></body></html>";

  /** What moto's web server writes where an action is not implemented. */
  private static final String LACKING =
      "<!doctype html>\n<html lang=en>\n<title>500 Internal Server Error</title>\n"
          + "<h1>Internal Server Error</h1>\n<p>The server encountered an internal error and was"
          + " unable to complete your request.</p>\n";

  /** What moto 5.2.1 does not know of what is read. */
  public static final List<String> MOTO_LACKS =
      List.of(
          "DescribeLockedSnapshots",
          "DescribeSnapshotTierStatus",
          "DescribeFastSnapshotRestores",
          "ListImagesInRecycleBin",
          "DescribeInstanceRefreshes",
          "ListImageRecipes",
          "GetImageRecipe",
          "ListContainerRecipes",
          "GetContainerRecipe",
          "GetImage",
          "DescribeFastLaunchImages",
          "DescribeReplaceRootVolumeTasks",
          "DescribeImageReferences");

  /** What can become of a request. */
  private enum Kind {
    FAIL,
    CUT_BEFORE,
    CUT_AFTER,
    HALF,
    STALL
  }

  private record Fault(
      String action, Predicate<WireRequest> when, Kind kind, Optional<WireFault> error) {

    boolean appliesTo(WireRequest request) {
      return (action.isEmpty() || action.equals(request.action())) && when.test(request);
    }
  }

  /** What comes in place of the service's answers to those requests. */
  private record Replacement(
      String action,
      Predicate<WireRequest> when,
      boolean hasEffect,
      UnaryOperator<WireAnswer> answer) {

    boolean appliesTo(WireRequest request) {
      return action.equals(request.action()) && when.test(request);
    }
  }

  /** An answer of something that is not the service. */
  private record Foreign(int status, String body) {}

  private final WireState state;
  private final WirePages pages = new WirePages();
  private final WireAccounts accounts = new WireAccounts();

  /** What is answered in place of services that are not known here, by their names in IAM. */
  private final Map<String, Foreign> foreign = new ConcurrentHashMap<>();

  private final List<Replacement> replacements = new CopyOnWriteArrayList<>();
  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private final Map<String, Duration> latencies = new ConcurrentHashMap<>();
  private volatile Duration latency = Duration.ZERO;
  private final Map<String, CountDownLatch> meetings = new ConcurrentHashMap<>();
  private volatile Runnable stalled = () -> {};
  private final CountDownLatch closed = new CountDownLatch(1);

  private final List<WireRequest> requests = new ArrayList<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool(WireEndpoint::daemon);

  /** Serves an empty account on a free port. */
  public WireEndpoint() {
    this(new WireState());
  }

  /** Serves that account on a free port. */
  public WireEndpoint(WireState state) {
    this(state, 0);
  }

  /**
   * Serves that account.
   *
   * @param port 0 for any that is free
   */
  public WireEndpoint(WireState state, int port) {
    this.state = state;
    add(state);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on loopback port " + port, e);
    }
    server.createContext("/", this::exchange);
    server.createContext(
        PORTAL,
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            send(exchange, 200, PAGE.getBytes(UTF_8), false);
          }
        });
    server.setExecutor(threads);
    server.start();
  }

  /**
   * Serves an inventory until the process is ended: {@code WireEndpoint <inventory.json> [port]}.
   * Prints the address, for {@code --endpoint-url}. The class path takes this and jackson-core,
   * which the command line's jar holds:
   *
   * <pre>{@code
   * java -cp amiclean-aws/target/test-classes:amiclean-examples/target/amiclean.jar io.amiclean.aws.wire.WireEndpoint FILE
   * }</pre>
   */
  public static void main(String... args) throws IOException {
    if (args.length < 1 || args.length > 2) {
      System.err.println("usage: WireEndpoint <inventory.json> [port]");
      System.exit(2);
    }
    try (InputStream json = Files.newInputStream(Path.of(args[0]))) {
      WireEndpoint endpoint =
          new WireEndpoint(WireState.load(json), args.length == 2 ? Integer.parseInt(args[1]) : 0);
      System.out.println(endpoint.uri());
    }
  }

  /** Where to find it, {@code http://127.0.0.1:45678} for one. */
  public URI uri() {
    return URI.create(
        "http://"
            + server.getAddress().getAddress().getHostAddress()
            + ":"
            + server.getAddress().getPort());
  }

  /** The first region of the first account. */
  public WireState state() {
    return state;
  }

  /**
   * Serves another region, of the same account or of another one, besides.
   *
   * @throws IllegalArgumentException if it is served already
   */
  public final WireEndpoint add(WireState more) {
    accounts.add(
        more,
        List.of(
            new Ec2Service(more, pages, accounts),
            new AutoScalingService(more, pages),
            new SsmService(more, pages),
            new ImageBuilderService(more, pages),
            new BatchService(more, pages),
            new CloudFormationService(more, pages),
            new EmrService(more, pages),
            new RecycleBinRuleService(more, pages),
            new OrganizationsService(more, pages),
            new StsService(more, pages, accounts)));
    return this;
  }

  /** Every region of every account, in the order in which they were added. */
  public List<WireState> states() {
    return accounts.states();
  }

  /** Every request so far, in the order of arrival, those that failed included. */
  public List<WireRequest> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** The requests for an action. */
  public List<WireRequest> requests(String action) {
    return requests().stream().filter(request -> request.action().equals(action)).toList();
  }

  /** How many requests there were for an action. */
  public int count(String action) {
    return requests(action).size();
  }

  /** The largest number of requests that were being answered at one time. */
  public int mostInFlight() {
    return mostInFlight.get();
  }

  /** How many connections the requests came by. */
  public int connections() {
    return clients.size();
  }

  /** Forgets the requests so far. */
  public WireEndpoint clearRequests() {
    synchronized (requests) {
      requests.clear();
    }
    mostInFlight.set(0);
    return this;
  }

  /** No page of that action holds more than n items, whatever was asked for. */
  public WireEndpoint pageSize(String action, int n) {
    pages.sizes.put(action, n);
    return this;
  }

  /**
   * Puts an empty page, which carries a token, before each page of that action, and an empty one at
   * the end.
   */
  public WireEndpoint emptyPages(String action) {
    pages.withEmptyPages.add(action);
    return this;
  }

  /** Answers each page of that action with the same token for ever. */
  public WireEndpoint sameTokenForEver(String action) {
    pages.endless.add(action);
    return this;
  }

  /** Fails every request for that action, without effect. */
  public WireEndpoint failAlways(String action, int status, String code, String message) {
    return failWhen(action, request -> true, status, code, message);
  }

  /** Fails the nth request for that action, without effect. */
  public WireEndpoint failAt(String action, int nth, int status, String code, String message) {
    return failWhen(action, nth(nth), status, code, message);
  }

  /** Fails the first n requests for that action, without effect. */
  public WireEndpoint failFirst(String action, int n, int status, String code, String message) {
    AtomicInteger seen = new AtomicInteger();
    return failWhen(action, request -> seen.incrementAndGet() <= n, status, code, message);
  }

  /** Fails those requests for that action, without effect. */
  public WireEndpoint failWhen(
      String action, Predicate<WireRequest> when, int status, String code, String message) {
    return fault(action, when, Kind.FAIL, Optional.of(new WireFault(status, code, message)));
  }

  /** Fails every request that is signed for that region, without effect. */
  public WireEndpoint failRegion(String region, int status, String code, String message) {
    return failWhen("", request -> request.region().equals(region), status, code, message);
  }

  /** Cuts the connection of the nth request for that action, which has no effect. */
  public WireEndpoint cutBefore(String action, int nth) {
    return fault(action, nth(nth), Kind.CUT_BEFORE, Optional.empty());
  }

  /** Cuts the connection of the nth request for that action after it has had its effect. */
  public WireEndpoint cutAfter(String action, int nth) {
    return fault(action, nth(nth), Kind.CUT_AFTER, Optional.empty());
  }

  /**
   * Sends half of the answer to the nth request for that action, which has its effect, then cuts
   * the connection.
   */
  public WireEndpoint halfPage(String action, int nth) {
    return fault(action, nth(nth), Kind.HALF, Optional.empty());
  }

  /**
   * Sends half of the answer to every request for that action, which has its effect, and leaves the
   * connection open until this endpoint is closed.
   *
   * @param stalled runs when the half is sent
   */
  public WireEndpoint stall(String action, Runnable stalled) {
    this.stalled = stalled;
    return fault(action, request -> true, Kind.STALL, Optional.empty());
  }

  /**
   * Does not know a service, as an endpoint that stands for others only: every request to it is
   * answered so.
   *
   * @param service its name in IAM, {@code ssm} for one
   * @param body what the endpoint writes then, in whatever form
   */
  public WireEndpoint doesNotKnow(String service, int status, String body) {
    foreign.put(service, new Foreign(status, body));
    return this;
  }

  /**
   * Answers those requests for that action with something else, in place of a service that never
   * sees them.
   */
  public WireEndpoint answerInstead(String action, Predicate<WireRequest> when, WireAnswer answer) {
    replacements.add(new Replacement(action, when, false, own -> answer));
    return this;
  }

  /** Turns the answers to those requests for that action, which have their effect, into others. */
  public WireEndpoint replaceAnswers(
      String action, Predicate<WireRequest> when, UnaryOperator<WireAnswer> answer) {
    replacements.add(new Replacement(action, when, true, answer));
    return this;
  }

  /** Every answer takes at least so long. */
  public WireEndpoint latency(Duration latency) {
    this.latency = latency;
    return this;
  }

  /** Every answer of that action takes at least so long. */
  public WireEndpoint latency(String action, Duration latency) {
    latencies.put(action, latency);
    return this;
  }

  /**
   * Holds requests for that action until so many of them were made, by whomever has the same latch:
   * who makes one after another waits in vain.
   */
  public WireEndpoint meet(String action, CountDownLatch latch) {
    meetings.put(action, latch);
    return this;
  }

  /**
   * Does not know some actions, as moto does: it answers with the page of its web server and status
   * 500, whichever service they are of.
   */
  public WireEndpoint lacks(Collection<String> actions) {
    actions.forEach(
        action -> answerInstead(action, request -> true, new WireAnswer(500, Map.of(), LACKING)));
    return this;
  }

  /** Ends all faults, odd pages, latencies and meetings. */
  public WireEndpoint heal() {
    faults.clear();
    replacements.clear();
    latencies.clear();
    meetings.clear();
    latency = Duration.ZERO;
    foreign.clear();
    pages.sizes.clear();
    pages.withEmptyPages.clear();
    pages.endless.clear();
    return this;
  }

  /** Stops listening, and cuts what is still open. */
  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private static Predicate<WireRequest> nth(int nth) {
    AtomicInteger seen = new AtomicInteger();
    return request -> seen.incrementAndGet() == nth;
  }

  private WireEndpoint fault(
      String action, Predicate<WireRequest> when, Kind kind, Optional<WireFault> error) {
    faults.add(new Fault(action, when, kind, error));
    return this;
  }

  private void exchange(HttpExchange exchange) throws IOException {
    mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    clients.add(exchange.getRemoteAddress());
    try (exchange) {
      answer(
          exchange,
          WireRequest.parse(
                  header(exchange, "X-Amz-Target"),
                  exchange.getRequestURI(),
                  new String(exchange.getRequestBody().readAllBytes(), UTF_8))
              .signed(header(exchange, "Authorization")));
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private static String header(HttpExchange exchange, String name) {
    return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
  }

  private void answer(HttpExchange exchange, WireRequest request) throws IOException {
    synchronized (requests) {
      requests.add(request);
    }
    // Every fault is asked, because each counts for itself; the first that applies decides.
    List<Fault> applying = faults.stream().filter(fault -> fault.appliesTo(request)).toList();
    Optional<Kind> kind = applying.stream().findFirst().map(Fault::kind);
    pause(latencies.getOrDefault(request.action(), latency));
    meet(request.action());
    if (kind.equals(Optional.of(Kind.CUT_BEFORE))) {
      return;
    }
    Optional<Replacement> replacement =
        replacements.stream().filter(other -> other.appliesTo(request)).findFirst();
    if (replacement.filter(other -> !other.hasEffect()).isPresent()) {
      send(exchange, replacement.get().answer().apply(new WireAnswer(200, Map.of(), "")));
      return;
    }
    Optional<WireService> enabled = accounts.service(request, among -> service(request, among));
    WireService service = enabled.orElseGet(() -> anyService(request));
    Foreign other = foreign.get(service.iamPrefix());
    if (other != null) {
      send(exchange, other.status(), other.body().getBytes(UTF_8), false);
      return;
    }
    String requestId = UUID.randomUUID().toString();
    int status = 200;
    String body;
    try {
      Optional<WireFault> error = applying.stream().findFirst().flatMap(Fault::error);
      if (error.isPresent()) {
        throw error.get();
      }
      if (enabled.isEmpty()) {
        throw new WireFault(
            401, "AuthFailure", "AWS was not able to validate the provided access credentials");
      }
      body = service.success(request.action(), service.answer(request), requestId);
    } catch (WireFault fault) {
      status = fault.status();
      body = service.error(fault, requestId);
      service.errorHeaders(fault).forEach(exchange.getResponseHeaders()::set);
    } catch (RuntimeException e) {
      // A lost connection would hide what is wrong, and a 5xx would be repeated.
      status = 400;
      body = service.error(WireFault.of("InternalFailure", e.toString()), requestId);
    }
    if (kind.equals(Optional.of(Kind.CUT_AFTER))) {
      return;
    }
    if (replacement.isPresent()) {
      Map<String, String> headers =
          Map.of("Content-Type", service.contentType(), "x-amzn-RequestId", requestId);
      send(exchange, replacement.get().answer().apply(new WireAnswer(status, headers, body)));
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", service.contentType());
    exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
    boolean isStalled = kind.equals(Optional.of(Kind.STALL));
    send(exchange, status, body.getBytes(UTF_8), isStalled || kind.equals(Optional.of(Kind.HALF)));
    if (isStalled) {
      stalled.run();
      await(closed);
    }
  }

  private static void send(HttpExchange exchange, WireAnswer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    send(exchange, answer.status(), answer.body().getBytes(UTF_8), false);
  }

  private static void send(HttpExchange exchange, int status, byte[] body, boolean isHalf)
      throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body, 0, isHalf ? body.length / 2 : body.length);
      // On newer JDKs the header waits for the body, and closing half a body would send neither.
      exchange.getResponseBody().flush();
    }
  }

  /** It answers for a region that there is not, in the form of its service. */
  private WireService anyService(WireRequest request) {
    return service(request, accounts.anyServices());
  }

  private static WireService service(WireRequest request, List<WireService> among) {
    Class<? extends WireService> type =
        switch (request.parameter("Version").orElse("")) {
          case AutoScalingService.VERSION -> AutoScalingService.class;
          case SsmService.VERSION -> SsmService.class;
          case ImageBuilderService.VERSION -> ImageBuilderService.class;
          case BatchService.VERSION -> BatchService.class;
          case CloudFormationService.VERSION -> CloudFormationService.class;
          case EmrService.VERSION -> EmrService.class;
          case RecycleBinRuleService.VERSION -> RecycleBinRuleService.class;
          case OrganizationsService.VERSION -> OrganizationsService.class;
          case StsService.VERSION -> StsService.class;
          default -> Ec2Service.class;
        };
    return among.stream().filter(type::isInstance).findFirst().orElseThrow();
  }

  private static void pause(Duration latency) {
    try {
      Thread.sleep(latency.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void meet(String action) {
    CountDownLatch latch = meetings.get(action);
    if (latch != null) {
      latch.countDown();
      await(latch);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "wire-endpoint");
    thread.setDaemon(true);
    return thread;
  }
}
