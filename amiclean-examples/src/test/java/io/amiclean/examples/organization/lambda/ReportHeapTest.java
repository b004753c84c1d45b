package io.amiclean.examples.organization.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amiclean.examples.organization.FolderStore;
import io.amiclean.examples.organization.OrganizationScope;
import io.amiclean.examples.organization.ScopeReport;
import io.amiclean.examples.organization.ScopeStatus;
import io.amiclean.examples.organization.SharedAccounts;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A report on thousands of scopes, whose results do not fit in the heap. */
@Tag("slow")
@Timeout(180)
class ReportHeapTest {

  private static final int SCOPES = 20_000;

  /** The results are larger, even before they are parsed. */
  private static final String HEAP = "-Xmx32m";

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /**
   * Lists the scopes and reports on them.
   *
   * @param args the folder of the store
   */
  public static void main(String... args) throws IOException {
    Path folder = Path.of(args[0]);
    StateHandler.Environment environment =
        new StateHandler.Environment(SharedAccounts.of(SCOPES, folder), new FolderStore(folder));
    HandlersTest.call(new ListScopesHandler(environment), "{\"run\": \"daily\"}", 0);
    System.out.println(
        HandlersTest.call(
            new ReportHandler(environment),
            """
            {"run": "daily", "pages": 1, "results": "amiclean/runs/daily/results/1/manifest.json"}
            """,
            0));
  }

  @Test
  void isWrittenInASmallHeap() throws IOException, InterruptedException {
    writeResults();
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    HEAP,
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ReportHeapTest.class.getName(),
                    folder.toString()))
            .redirectErrorStream(true)
            .start();

    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("{\"EXECUTED\":" + SCOPES + "}");
    Path report = folder.resolve("runs/daily/report.json");
    assertThat(report).isRegularFile();
    JsonNode written = JSON.readTree(report.toFile());
    assertThat(written.get("scopes")).hasSize(SCOPES);
    assertThat(written.at("/counts/EXECUTED").asInt()).isEqualTo(SCOPES);
  }

  /** As a Distributed Map writes them. */
  private void writeResults() throws IOException {
    Path results = Files.createDirectories(folder.resolve("runs/daily/results/1"));
    Files.writeString(
        results.resolve("manifest.json"),
        """
        {"ResultFiles": {"FAILED": [], "PENDING": [], "SUCCEEDED": [{"Key": "1/SUCCEEDED_0.json"}]}}
        """);
    Path succeeded = results.resolve("SUCCEEDED_0.json");
    try (Writer out = Files.newBufferedWriter(succeeded)) {
      for (int i = 0; i < SCOPES; i++) {
        out.write((i == 0 ? "[" : ",") + JSON.writeValueAsString(execution(i)));
      }
      out.write("]");
    }
    assertThat(Files.size(succeeded)).isGreaterThan(32 * 1024 * 1024);
  }

  private static Map<String, String> execution(int number) throws IOException {
    OrganizationScope scope = SharedAccounts.scope(number);
    return Map.of(
        "Input",
        JSON.writeValueAsString(Map.of("scope", scope, "policyKey", "p".repeat(400))),
        "Output",
        JSON.writeValueAsString(
            ScopeReport.withoutPlan(scope.name(), ScopeStatus.EXECUTED, "m".repeat(400))),
        "ExecutionArn",
        "a".repeat(700),
        "Status",
        "SUCCEEDED");
  }
}
