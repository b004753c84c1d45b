package outside.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An account on a loopback port, with five images of one environment and role, a snapshot each. The
 * higher its number, the newer an image; nothing uses any.
 */
public final class Endpoint implements AutoCloseable {

  private static final String OWNER = "123456789012";
  private static final String ID = "4f7e3b1c-0000-4000-8000-000000000000";
  private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z]+)");
  private static final Pattern IMAGE = Pattern.compile("ami-[0-9a-f]{8}");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Integer> images = new ConcurrentSkipListSet<>(List.of(1, 2, 3, 4, 5));
  private final List<String> actions = new CopyOnWriteArrayList<>();

  /**
   * Starts the endpoint.
   *
   * @throws IOException if it has no port
   */
  public Endpoint() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /**
   * Has the SDK's clients that are set up from now on talk to this endpoint.
   *
   * @return this endpoint
   */
  public Endpoint forAllClients() {
    System.setProperty("aws.endpointUrl", "http://127.0.0.1:" + server.getAddress().getPort());
    System.setProperty("aws.accessKeyId", "AKIAIOSFODNN7EXAMPLE");
    System.setProperty("aws.secretAccessKey", "secret");
    return this;
  }

  /**
   * Returns the images that are left.
   *
   * @return their ids, in order
   */
  public List<String> images() {
    return images.stream().map(number -> id("ami", number)).toList();
  }

  /**
   * Returns what was asked for.
   *
   * @return the names of the actions, in order
   */
  public List<String> actions() {
    return List.copyOf(actions);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
    for (String property : List.of("aws.endpointUrl", "aws.accessKeyId", "aws.secretAccessKey")) {
      System.clearProperty(property);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    Matcher query = ACTION.matcher(body);
    boolean isQuery = query.find();
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    String action =
        isQuery
            ? query.group(1)
            : target == null
                ? exchange.getRequestURI().getPath().substring(1)
                : target.substring(target.indexOf('.') + 1);
    actions.add(action);
    String answer = isQuery ? xml(action, URLDecoder.decode(body, UTF_8)) : json(action);
    exchange.getResponseHeaders().set("x-amzn-RequestId", ID);
    exchange
        .getResponseHeaders()
        .set("Content-Type", isQuery ? "text/xml" : "application/x-amz-json-1.1");
    byte[] bytes = answer.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String xml(String action, String request) {
    String content =
        switch (action) {
          case "GetCallerIdentity" ->
              "<Account>" + OWNER + "</Account><Arn>arn:aws:iam::" + OWNER + ":user/a</Arn>";
          case "DescribeAutoScalingGroups" -> "<AutoScalingGroups/>";
          case "DescribeLaunchConfigurations" -> "<LaunchConfigurations/>";
          case "DescribeInstanceRefreshes" -> "<InstanceRefreshes/>";
          case "DescribeImages" -> "<imagesSet>" + each(this::image) + "</imagesSet>";
          case "DescribeSnapshots" -> "<snapshotSet>" + each(this::snapshot) + "</snapshotSet>";
          case "DescribeImageAttribute" ->
              "<imageId>" + imageIn(request) + "</imageId><launchPermission/>";
          case "DeregisterImage" -> deregister(imageIn(request));
          default -> "";
        };
    if (request.contains("Version=2016-11-15")) {
      return ("<%1$sResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">"
              + "<requestId>%3$s</requestId>%2$s</%1$sResponse>")
          .formatted(action, content, ID);
    }
    return ("<%1$sResponse><%1$sResult>%2$s</%1$sResult>"
            + "<ResponseMetadata><RequestId>%3$s</RequestId></ResponseMetadata></%1$sResponse>")
        .formatted(action, content, ID);
  }

  private static String json(String action) {
    return switch (action) {
      case "DescribeParameters" -> "{\"Parameters\":[]}";
      case "ListImageRecipes" -> "{\"requestId\":\"" + ID + "\",\"imageRecipeSummaryList\":[]}";
      case "ListContainerRecipes" ->
          "{\"requestId\":\"" + ID + "\",\"containerRecipeSummaryList\":[]}";
      default -> throw new IllegalStateException("Nothing is known of " + action);
    };
  }

  private String each(IntFunction<String> item) {
    return images.stream()
        .map(number -> "<item>" + item.apply(number) + "</item>")
        .collect(Collectors.joining());
  }

  private String image(int number) {
    return """
    <imageId>%s</imageId><imageOwnerId>%s</imageOwnerId><imageState>available</imageState>
    <creationDate>2024-01-0%dT00:00:00.000Z</creationDate><name>web-%d</name>
    <isPublic>false</isPublic><imageType>machine</imageType><architecture>x86_64</architecture>
    <rootDeviceType>ebs</rootDeviceType><rootDeviceName>/dev/xvda</rootDeviceName>
    <blockDeviceMapping><item><deviceName>/dev/xvda</deviceName>
    <ebs><snapshotId>%s</snapshotId><volumeSize>8</volumeSize></ebs></item></blockDeviceMapping>
    <tagSet><item><key>environment</key><value>test</value></item>
    <item><key>role</key><value>web</value></item></tagSet>
    """
        .formatted(id("ami", number), OWNER, number, number, id("snap", number));
  }

  private String snapshot(int number) {
    return """
    <snapshotId>%s</snapshotId><ownerId>%s</ownerId><status>completed</status>
    <volumeId>%s</volumeId><volumeSize>8</volumeSize><progress>100%%</progress>
    <startTime>2024-01-0%dT00:00:00.000Z</startTime><storageTier>standard</storageTier>
    """
        .formatted(id("snap", number), OWNER, id("vol", number), number);
  }

  private String deregister(String image) {
    int number = Integer.parseInt(image.substring("ami-".length()), 16);
    images.remove(number);
    return "<return>true</return><deleteSnapshotResultSet><item><snapshotId>"
        + id("snap", number)
        + "</snapshotId><returnCode>success</returnCode></item></deleteSnapshotResultSet>";
  }

  private static String imageIn(String request) {
    Matcher id = IMAGE.matcher(request);
    if (!id.find()) {
      throw new IllegalStateException("No image in " + request);
    }
    return id.group();
  }

  private static String id(String kind, int number) {
    return "%s-%08x".formatted(kind, number);
  }
}
