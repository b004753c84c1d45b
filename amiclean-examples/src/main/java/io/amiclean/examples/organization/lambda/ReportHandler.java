package io.amiclean.examples.organization.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amiclean.examples.organization.ObjectStore;
import io.amiclean.examples.organization.OrganizationReport;
import io.amiclean.examples.organization.OrganizationScope;
import io.amiclean.examples.organization.ScopeReport;
import io.amiclean.examples.organization.ScopeStatus;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Writes the report of a run from what the map wrote down of each scope. A scope of which it wrote
 * nothing, because the map was aborted, has failed. Without scopes there was no map, and {@code
 * results} is empty.
 */
public final class ReportHandler extends StateHandler {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Creates the handler, as Lambda does. */
  public ReportHandler() {
    this(Environment.of(System.getenv()));
  }

  ReportHandler(Environment environment) {
    super(environment);
  }

  @Override
  Map<String, Object> handle(Environment with, Input input, Context context) throws Exception {
    OrganizationReport report = with.report(input.run());
    Map<ScopeStatus, Integer> counts =
        report.write(
            input.pages(),
            sink -> {
              if (!input.results().isEmpty()) {
                addAll(with.store(), manifest(input), sink);
              }
            });
    return Map.of("counts", counts, "report", report.key());
  }

  /** The map names its files by bucket; the store, by what stands behind its prefix. */
  private static String manifest(Input input) {
    return input.results().substring(input.results().indexOf("runs/" + input.run()));
  }

  private static void addAll(ObjectStore store, String manifest, OrganizationReport.Sink sink)
      throws IOException {
    String folder = manifest.substring(0, manifest.lastIndexOf('/') + 1);
    JsonNode files;
    try (InputStream in = open(store, manifest)) {
      files = JSON.readTree(in).get("ResultFiles");
    }
    for (JsonNode file : files.get("SUCCEEDED")) {
      each(
          store,
          folder + name(file),
          scope -> sink.add(JSON.readValue(scope.get("Output").asText(), ScopeReport.class)));
    }
    for (JsonNode file : files.get("FAILED")) {
      each(store, folder + name(file), scope -> sink.add(failed(scope)));
    }
  }

  private static ScopeReport failed(JsonNode scope) throws IOException {
    OrganizationScope failed =
        JSON.treeToValue(
            JSON.readTree(scope.get("Input").asText()).get("scope"), OrganizationScope.class);
    return ScopeReport.withoutPlan(
        failed.name(),
        ScopeStatus.FAILED,
        scope.path("Error").asText() + ": " + scope.path("Cause").asText());
  }

  private static String name(JsonNode file) {
    String key = file.get("Key").asText();
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /** What is done with an execution of the map. */
  private interface Use {
    void of(JsonNode scope) throws IOException;
  }

  /** A file of results is a list of all executions, of which one at a time is in memory. */
  private static void each(ObjectStore store, String key, Use use) throws IOException {
    try (InputStream in = open(store, key);
        MappingIterator<JsonNode> scopes = JSON.readerFor(JsonNode.class).readValues(in)) {
      while (scopes.hasNextValue()) {
        use.of(scopes.nextValue());
      }
    }
  }

  private static InputStream open(ObjectStore store, String key) throws IOException {
    return store.open(key).orElseThrow(() -> new IOException("'" + key + "' is not in the store"));
  }
}
