package io.amiclean.examples.organization.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amiclean.examples.organization.ObjectStore;
import io.amiclean.examples.organization.OrganizationReport;
import io.amiclean.examples.organization.OrganizationScope;
import io.amiclean.examples.organization.ScopeReport;
import io.amiclean.examples.organization.ScopeStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes the report of a run from what the map wrote down of each scope. A scope of which it wrote
 * nothing, because the map was aborted, has failed.
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
    // The map names its files by bucket; the store, by what stands behind its prefix.
    String manifest = input.results().substring(input.results().indexOf("runs/" + input.run()));
    OrganizationReport report = with.report(input.run());
    report.put(0, reports(with.store(), manifest));
    return Map.of("counts", report.write(input.pages()), "report", report.key());
  }

  private static List<ScopeReport> reports(ObjectStore store, String manifest) throws IOException {
    String folder = manifest.substring(0, manifest.lastIndexOf('/') + 1);
    JsonNode files = read(store, manifest).get("ResultFiles");
    List<ScopeReport> reports = new ArrayList<>();
    for (JsonNode file : files.get("SUCCEEDED")) {
      for (JsonNode scope : read(store, folder + name(file))) {
        reports.add(JSON.readValue(scope.get("Output").asText(), ScopeReport.class));
      }
    }
    for (JsonNode file : files.get("FAILED")) {
      for (JsonNode scope : read(store, folder + name(file))) {
        reports.add(
            ScopeReport.withoutPlan(
                JSON.treeToValue(
                        JSON.readTree(scope.get("Input").asText()).get("scope"),
                        OrganizationScope.class)
                    .name(),
                ScopeStatus.FAILED,
                scope.path("Error").asText() + ": " + scope.path("Cause").asText()));
      }
    }
    return reports;
  }

  private static String name(JsonNode file) {
    String key = file.get("Key").asText();
    return key.substring(key.lastIndexOf('/') + 1);
  }

  private static JsonNode read(ObjectStore store, String key) throws IOException {
    return JSON.readTree(
        store.get(key).orElseThrow(() -> new IOException("'" + key + "' is not in the store")));
  }
}
