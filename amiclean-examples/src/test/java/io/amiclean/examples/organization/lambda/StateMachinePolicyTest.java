package io.amiclean.examples.organization.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The permissions of the state machine's own role, as its states need them: those of a Distributed
 * Map are of the Step Functions Developer Guide, "IAM policies for using Distributed Map states".
 */
class StateMachinePolicyTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final Path FILE = DOCS.resolve("organization.state-machine-policy.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String PLACE = "eu-west-1:123456789012:";
  private static final String RUNS = "arn:aws:s3:::plans/amiclean/runs/*/";

  private static final Set<String> WITHOUT_PERMISSION =
      Set.of("Choice", "Fail", "Pass", "Succeed", "Wait");

  private final List<Map<String, Object>> statements = new ArrayList<>();
  private final Set<String> functions = new TreeSet<>();

  private void allow(String name, List<String> actions, Collection<String> resources) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", "Amiclean" + name);
    statement.put("Effect", "Allow");
    statement.put("Action", actions);
    statement.put("Resource", resources);
    statements.add(statement);
  }

  private void addAll(JsonNode states) {
    for (JsonNode state : states) {
      String type = state.get("Type").asText();
      if (type.equals("Task")) {
        addTask(state);
      } else if (type.equals("Map")) {
        addMap(state);
      } else {
        assertThat(WITHOUT_PERMISSION).contains(type);
      }
    }
  }

  private void addTask(JsonNode task) {
    String resource = task.get("Resource").asText();
    if (resource.equals("arn:aws:states:::lambda:invoke")) {
      functions.add(
          "arn:aws:lambda:" + PLACE + "function:" + task.at("/Parameters/FunctionName").asText());
    } else {
      assertThat(resource).isEqualTo("arn:aws:states:::sqs:sendMessage.waitForTaskToken");
      allow(
          "Ask",
          List.of("sqs:SendMessage"),
          List.of("arn:aws:sqs:" + PLACE + "amiclean-approvals"));
    }
  }

  private void addMap(JsonNode map) {
    assertThat(map.at("/ItemProcessor/ProcessorConfig/Mode").asText()).isEqualTo("DISTRIBUTED");
    assertThat(map.at("/ItemReader/Resource").asText()).isEqualTo("arn:aws:states:::s3:getObject");
    assertThat(map.at("/ResultWriter/Resource").asText())
        .isEqualTo("arn:aws:states:::s3:putObject");
    allow(
        "Map",
        List.of("states:StartExecution"),
        List.of("arn:aws:states:" + PLACE + "stateMachine:amiclean"));
    allow(
        "MapRuns",
        List.of("states:DescribeExecution", "states:StopExecution"),
        List.of(
            "arn:aws:states:" + PLACE + "execution:amiclean:*",
            "arn:aws:states:" + PLACE + "execution:amiclean/*"));
    allow("Scopes", List.of("s3:GetObject"), List.of(RUNS + "scopes/*"));
    allow(
        "Results",
        List.of(
            "s3:AbortMultipartUpload",
            "s3:GetObject",
            "s3:ListMultipartUploadParts",
            "s3:PutObject"),
        List.of(RUNS + "results/*"));
    addAll(map.at("/ItemProcessor/States"));
  }

  @Test
  void isWhatTheStatesNeed() throws IOException {
    JsonNode machine = JSON.readTree(DOCS.resolve("organization.asl.json").toFile());

    addAll(machine.get("States"));
    allow("Functions", List.of("lambda:InvokeFunction"), functions);

    Map<String, Object> policy = new LinkedHashMap<>();
    policy.put("Version", "2012-10-17");
    policy.put("Statement", statements);
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    printer.indentObjectsWith(lines);
    printer.indentArraysWith(lines);
    String generated = JSON.writer(printer).writeValueAsString(policy) + "\n";
    if ("write".equals(System.getProperty("amiclean.golden"))) {
      Files.writeString(FILE, generated);
    }
    assertThat(FILE).hasContent(generated);
  }
}
