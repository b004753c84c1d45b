package io.amiclean.core.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A headless Chromium, driven over its DevTools protocol. */
final class Chromium implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LISTENING = "DevTools listening on ";

  /** For machines that are busy with other things; nothing waits that long for its own sake. */
  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
  private final Map<String, Tab> tabs = new ConcurrentHashMap<>();

  private Chromium(Process process, URI debugger) {
    this.process = process;
    socket =
        await(
            HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(debugger, new Messages()));
  }

  /** Returns where Chromium is on this machine, if it has one. */
  static Optional<Path> find() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder, "chromium"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts a browser that keeps its files in a folder. */
  static Chromium start(Path program, Path folder) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--headless=new",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder));
    if ("root".equals(System.getProperty("user.name"))) {
      // Chromium refuses to run as root with its sandbox, which is how containers build.
      command.add("--no-sandbox");
    }
    command.add("about:blank");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(false)
            .start();
    CompletableFuture<URI> debugger = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(process, debugger), "chromium-stderr");
    reader.setDaemon(true);
    reader.start();
    try {
      return new Chromium(process, await(debugger));
    } catch (RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static void read(Process process, CompletableFuture<URI> debugger) {
    List<String> lines = new ArrayList<>();
    try (BufferedReader errors = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = errors.readLine(); line != null; line = errors.readLine()) {
        lines.add(line);
        if (line.startsWith(LISTENING)) {
          debugger.complete(URI.create(line.substring(LISTENING.length()).strip()));
        }
      }
      debugger.completeExceptionally(new IOException("Chromium ended: " + lines));
    } catch (IOException e) {
      debugger.completeExceptionally(e);
    }
  }

  /** Opens an empty tab. */
  Tab newTab() {
    JsonNode target = send(null, "Target.createTarget", Map.of("url", "about:blank"));
    JsonNode attached =
        send(
            null,
            "Target.attachToTarget",
            Map.of("targetId", target.get("targetId").asText(), "flatten", true));
    Tab tab = new Tab(attached.get("sessionId").asText(), target.get("targetId").asText());
    tabs.put(tab.session, tab);
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      tab.send(domain + ".enable", Map.of());
    }
    return tab;
  }

  private JsonNode send(@Nullable String session, String method, Map<String, ?> params) {
    int id = lastId.incrementAndGet();
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(params));
    if (session != null) {
      message.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    pending.put(id, answer);
    await(socket.sendText(message.toString(), true));
    return await(answer);
  }

  private static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    send(null, "Browser.close", Map.of());
    process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Takes the answers and events. */
  private final class Messages implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          take(JSON.readTree(text.toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    private void take(JsonNode message) {
      if (message.has("id")) {
        CompletableFuture<JsonNode> answer =
            Objects.requireNonNull(pending.remove(message.get("id").asInt()));
        if (message.has("error")) {
          answer.completeExceptionally(new IllegalStateException(message.toString()));
        } else {
          answer.complete(message.get("result"));
        }
      } else if (message.has("sessionId")) {
        Tab tab = tabs.get(message.get("sessionId").asText());
        if (tab != null) {
          tab.take(message.get("method").asText(), message.get("params"));
        }
      }
    }
  }

  /** A tab, and all that its page complained of or asked for. */
  final class Tab implements AutoCloseable {

    private final String session;
    private final String target;
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<JsonNode> loaded = new CompletableFuture<>();

    private Tab(String session, String target) {
      this.session = session;
      this.target = target;
    }

    private void take(String event, JsonNode params) {
      switch (event) {
        case "Page.loadEventFired" -> loaded.complete(params);
        case "Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled" ->
            problems.add(params.toString());
        case "Page.javascriptDialogOpening" -> problems.add("dialog: " + params);
        case "Network.requestWillBeSent" -> requests.add(params.get("request").get("url").asText());
        default -> {
          // Nothing that is asked for here.
        }
      }
    }

    private JsonNode send(String method, Map<String, ?> params) {
      return Chromium.this.send(session, method, params);
    }

    Tab size(int width, int height) {
      send(
          "Emulation.setDeviceMetricsOverride",
          Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
      return this;
    }

    Tab dark() {
      send(
          "Emulation.setEmulatedMedia",
          Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
      return this;
    }

    Tab withoutScript() {
      send("Emulation.setScriptExecutionDisabled", Map.of("value", true));
      return this;
    }

    /** Opens a page, and waits until it is loaded. */
    Tab open(URI page) {
      loaded = new CompletableFuture<>();
      send("Page.navigate", Map.of("url", page.toString()));
      await(loaded);
      return this;
    }

    /** Returns the value of an expression, or of what it promises. */
    JsonNode evaluate(String expression) {
      JsonNode answer =
          send(
              "Runtime.evaluate",
              Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
      if (answer.has("exceptionDetails")) {
        throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
      }
      return answer.get("result").path("value");
    }

    /** Presses and releases a key. */
    void press(String key, String text, int code) {
      Map<String, ?> params =
          Map.of(
              "type",
              "keyDown",
              "key",
              key,
              "code",
              key,
              "text",
              text,
              "windowsVirtualKeyCode",
              code);
      send("Input.dispatchKeyEvent", params);
      send(
          "Input.dispatchKeyEvent",
          Map.of("type", "keyUp", "key", key, "code", key, "windowsVirtualKeyCode", code));
    }

    /** Types into what has the focus. */
    void type(String text) {
      send("Input.insertText", Map.of("text", text));
    }

    /** Returns the names of what assistive technology sees, by role. */
    JsonNode accessibilityTree() {
      send("Accessibility.enable", Map.of());
      // The tree is completed with the next frames: cells of tables are not in it before.
      evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
      return send("Accessibility.getFullAXTree", Map.of()).get("nodes");
    }

    byte[] screenshot() throws IOException {
      return send("Page.captureScreenshot", Map.of("format", "png")).get("data").binaryValue();
    }

    @Override
    public void close() {
      tabs.remove(session);
      Chromium.this.send(null, "Target.closeTarget", Map.of("targetId", target));
    }

    /** Returns what the console showed: errors, violations of the policy, and all else. */
    List<String> problems() {
      return problems;
    }

    /** Returns the addresses that were asked for. */
    List<String> requests() {
      return requests;
    }
  }
}
