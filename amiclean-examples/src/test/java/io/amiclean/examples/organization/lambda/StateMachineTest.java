package io.amiclean.examples.organization.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amiclean.examples.organization.ScopeReport;
import io.amiclean.examples.organization.ScopeStatus;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The structure of the state machine of the documentation, by the Amazon States Language. */
class StateMachineTest {

  private static final Path FILE = Path.of("..", "docs", "organization.asl.json");

  private final JsonNode machine = read();
  private final JsonNode scope = machine.at("/States/EachScope/ItemProcessor");

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(Files.readString(FILE));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyStateCanBeReachedAndNamesStatesThatAreThere() {
    for (JsonNode states : List.of(machine, scope)) {
      Deque<String> open = new ArrayDeque<>(List.of(states.get("StartAt").asText()));
      Set<String> reached = new HashSet<>();
      while (!open.isEmpty()) {
        String name = open.pop();
        JsonNode state = states.get("States").get(name);
        assertThat(state).as(name).isNotNull();
        if (reached.add(name)) {
          List<String> next = next(state);
          assertThat(next.isEmpty())
              .as("%s has a next state or ends", name)
              .isEqualTo(
                  state.path("End").asBoolean() || state.get("Type").asText().equals("Succeed"));
          open.addAll(next);
        }
      }
      Set<String> all = new HashSet<>();
      states.get("States").fieldNames().forEachRemaining(all::add);
      assertThat(reached).isEqualTo(all);
    }
  }

  private static List<String> next(JsonNode state) {
    List<String> next = new ArrayList<>(state.path("Choices").findValuesAsText("Next"));
    next.addAll(state.path("Catch").findValuesAsText("Next"));
    for (String key : List.of("Next", "Default")) {
      if (state.has(key)) {
        next.add(state.get(key).asText());
      }
    }
    return next;
  }

  @Test
  void aPlanIsExecutedOnlyAfterAnApproval() {
    scope
        .get("States")
        .properties()
        .forEach(
            state -> {
              if (next(state.getValue()).contains("Execute")) {
                assertThat(state.getKey()).isIn("Approved", "Pause");
              }
              if (next(state.getValue()).contains("Approved")) {
                assertThat(state.getKey()).isIn("Decide", "SignedOff");
              }
            });
    assertThat(scope.at("/States/SignedOff/Choices/0/StringEqualsPath").asText())
        .isEqualTo("$.plan.digest");
  }

  @Test
  void retriesWhatTheHandlersThrowForIt() {
    for (String task : List.of("Plan", "Execute")) {
      assertThat(scope.at("/States/" + task + "/Retry/0/ErrorEquals"))
          .extracting(JsonNode::asText)
          .contains(TransientFailure.class.getName());
    }
  }

  /** Else the map would know that a scope has failed, and the report would not know why. */
  @Test
  void everyScopeEndsWithItsReport() {
    for (String task : List.of("Plan", "Ask", "Execute")) {
      assertThat(scope.at("/States/" + task + "/Catch").findValues("ErrorEquals").toString())
          .as(task)
          .contains("States.ALL");
    }
    assertThat(scope.at("/States/Done/OutputPath").asText()).isEqualTo("$.report");
    scope
        .get("States")
        .forEach(
            state -> {
              JsonNode report = state.at("/Parameters/report");
              if (report.isObject()) {
                Set<String> keys = new HashSet<>();
                report.fieldNames().forEachRemaining(key -> keys.add(key.replace(".$", "")));
                assertThat(keys)
                    .containsExactlyInAnyOrderElementsOf(
                        Stream.of(ScopeReport.class.getRecordComponents())
                            .map(RecordComponent::getName)
                            .toList());
                assertThat(ScopeStatus.values())
                    .extracting(Enum::name)
                    .contains(report.get("status").asText());
              }
            });
  }

  @Test
  void listsBeforeTheMapAndReportsOnWhatItWrote() {
    assertThat(machine.get("StartAt").asText()).isEqualTo("List");
    assertThat(machine.at("/States/AnyScope/Choices/0/Next").asText()).isEqualTo("EachScope");
    assertThat(machine.at("/States/EachScope/Next").asText()).isEqualTo("Report");
    assertThat(machine.at("/States/Report/Parameters/Payload/results.$").asText())
        .isEqualTo("$.written.ResultWriterDetails.Key");
  }

  /** The map would fail: without scopes there is no object for it to read. */
  @Test
  void reportsWithoutTheMapIfThereAreNoScopes() {
    assertThat(machine.at("/States/List/Next").asText()).isEqualTo("AnyScope");
    assertThat(machine.at("/States/AnyScope/Choices/0/Variable").asText())
        .isEqualTo("$.listed.pages");
    assertThat(machine.at("/States/AnyScope/Choices/0/NumericGreaterThan").asInt()).isZero();
    assertThat(machine.at("/States/AnyScope/Default").asText()).isEqualTo("NoScope");
    assertThat(machine.at("/States/NoScope/Next").asText()).isEqualTo("Report");
    assertThat(machine.at("/States/NoScope/ResultPath").asText()).isEqualTo("$.written");
    assertThat(machine.at("/States/NoScope/Result/ResultWriterDetails/Key").asText("absent"))
        .isEmpty();
  }

  @Test
  void mapsDistributed() {
    assertThat(scope.at("/ProcessorConfig/Mode").asText()).isEqualTo("DISTRIBUTED");
  }
}
