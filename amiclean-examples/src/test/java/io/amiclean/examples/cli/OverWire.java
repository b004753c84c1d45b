package io.amiclean.examples.cli;

import io.amiclean.aws.wire.Ec2State;
import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.aws.wire.WireRequest;
import io.amiclean.aws.wire.WireState;
import io.amiclean.core.inmemory.InMemoryAccount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An account at a loopback endpoint, which the command line cleans up through the real SDK clients.
 * It gives credentials, and leaves those of the machine out.
 */
public final class OverWire implements BeforeEachCallback, AfterEachCallback {

  public static final String NOW = "2024-06-01T00:00:00Z";

  private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");

  private static final DateTimeFormatter CREATION_DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Map<String, String> before = new HashMap<>();
  private final WireEndpoint endpoint;

  private OverWire(WireState state) {
    this.endpoint = new WireEndpoint(state);
  }

  /** An account without resources. */
  public static OverWire empty() {
    return new OverWire(new WireState());
  }

  /** Another account without resources, in the same region. */
  public static OverWire ofAccount(String account) {
    return new OverWire(new WireState(account, "eu-west-1"));
  }

  /** The account of the first seed, which {@code --demo} embeds. */
  public static OverWire ofTheSeed() {
    try (InputStream json = InMemoryAccount.class.getResourceAsStream("blog-2017.json")) {
      return new OverWire(WireState.load(Objects.requireNonNull(json)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public static String ami(int number) {
    return "ami-%017x".formatted(number);
  }

  public static String snap(int number) {
    return "snap-%017x".formatted(number);
  }

  /** When the image of that number was created: the higher, the newer. */
  public static String created(int number) {
    return CREATION_DATE.format(FIRST.plusSeconds(60L * number));
  }

  public WireEndpoint endpoint() {
    return endpoint;
  }

  public WireState state() {
    return endpoint.state();
  }

  /** An image of the group {@code dev.web} on a snapshot of its own, both of that number. */
  public Ec2State.Image image(int number) {
    return imageWithoutSnapshot(number).device("/dev/xvda", snap(number), 8);
  }

  public Ec2State.Image imageWithoutSnapshot(int number) {
    return state()
        .image(ami(number))
        .name("web-" + number)
        .created(created(number))
        .tag("environment", "dev")
        .tag("role", "web");
  }

  public void images(int count) {
    for (int number = 1; number <= count; number++) {
      image(number);
    }
  }

  /** Runs a command on the account, with a text on stdin. */
  public CommandLineRun run(String answers, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    if (!all.contains("--region") && !all.contains("--regions")) {
      all.addAll(List.of("--region", state().region()));
    }
    return runAnywhere(answers, all.toArray(String[]::new));
  }

  /**
   * Runs a command that finds its regions by itself, with a text on stdin. The endpoint has no
   * buckets to stay inside of.
   */
  public CommandLineRun runAnywhere(String answers, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--endpoint-url", endpoint.uri().toString()));
    if (!all.contains("--rate")) {
      all.addAll(List.of("--rate", "unlimited"));
    }
    return CommandLineRun.answering(answers, all.toArray(String[]::new));
  }

  /** Removes, without asking, every image that nothing protects. */
  public CommandLineRun removeAll(String... options) {
    List<String> args = new ArrayList<>(List.of("-f", "--keep-previous", "0", "--now", NOW));
    args.addAll(List.of(options));
    return run("", args.toArray(String[]::new));
  }

  /** Plans the removal of every image that nothing protects. */
  public CommandLineRun planAll(Path file, String... options) {
    List<String> args =
        new ArrayList<>(
            List.of("plan", "--out", file.toString(), "--keep-previous", "0", "--now", NOW));
    args.addAll(List.of(options));
    return run("", args.toArray(String[]::new));
  }

  /** The calls so far that change the account, with the id that they are about, sorted. */
  public List<String> changes() {
    return endpoint.requests().stream()
        .filter(request -> !request.action().matches("(?:Describe|List|Get).*"))
        .map(OverWire::change)
        .sorted()
        .toList();
  }

  private static String change(WireRequest request) {
    String id =
        request.parameter("ImageId").or(() -> request.parameter("SnapshotId")).orElse("nothing");
    return request.action()
        + " "
        + id
        + (request.isTrue("DeleteAssociatedSnapshots") ? " with snapshots" : "");
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    set("aws.accessKeyId", "AKIDEXAMPLE");
    set("aws.secretAccessKey", "secret");
    set("aws.disableEc2Metadata", "true");
    set("aws.configFile", "/nowhere/config");
    set("aws.sharedCredentialsFile", "/nowhere/credentials");
  }

  /** Sets a system property until the end of the test; an empty value clears it. */
  public void set(String property, String value) {
    before.putIfAbsent(property, System.getProperty(property, ""));
    apply(property, value);
  }

  @Override
  public void afterEach(ExtensionContext test) {
    endpoint.close();
    before.forEach(OverWire::apply);
  }

  private static void apply(String property, String value) {
    if (value.isEmpty()) {
      System.clearProperty(property);
    } else {
      System.setProperty(property, value);
    }
  }
}
