package io.amiclean.core.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.journal.JournalStep;
import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.internal.json.JsonDocument;
import io.amiclean.core.internal.json.JsonObjectFormat;
import io.amiclean.core.internal.json.JsonSchemaVersion;
import io.amiclean.core.internal.json.JsonScope;
import io.amiclean.core.internal.json.JsonText;
import io.amiclean.core.internal.json.JsonWriting;
import io.amiclean.core.internal.json.OutcomeJson;
import io.amiclean.core.json.PlanDigest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The lines of a journal, each a JSON object. */
final class JournalLines {

  private static final JsonFactory FACTORY = new JsonFactory();

  /** About how many bytes one has. */
  private static final int LINE_LENGTH = 512;

  private static final String HEADER_BEGIN = "{\"schemaVersion\":";

  private static final JsonObjectFormat<HeaderParts> HEADER =
      new JsonObjectFormat<HeaderParts>()
          .required("schemaVersion", (json, parts) -> JsonSchemaVersion.require(json))
          .required("plan", (json, parts) -> parts.plan = json.text())
          .required("scope", (json, parts) -> parts.scope = JsonScope.read(json));

  private static final JsonObjectFormat<LaunchPermissions.Builder> PERMISSIONS =
      new JsonObjectFormat<LaunchPermissions.Builder>()
          .required("everybody", (json, permissions) -> permissions.everybody(json.flag()))
          .required(
              "accounts",
              (json, permissions) ->
                  permissions.accounts(json.list(item -> AccountId.of(item.text()))))
          .required("organizations", (json, permissions) -> permissions.organizations(json.texts()))
          .required(
              "organizationalUnits",
              (json, permissions) -> permissions.organizationalUnits(json.texts()));

  private static final JsonObjectFormat<StepParts> STEP =
      new JsonObjectFormat<StepParts>()
          .optional("announced", (json, parts) -> parts.announced = ResourceId.of(json.text()))
          .optional(
              "along", (json, parts) -> parts.along = json.list(item -> SnapshotId.of(item.text())))
          .optional("recorded", (json, parts) -> parts.recorded = ImageId.of(json.text()))
          .optional(
              "launchPermissions",
              (json, parts) ->
                  parts.permissions = json.object(PERMISSIONS, LaunchPermissions.builder()).build())
          .optional("ended", (json, parts) -> parts.ended = json.list(OutcomeJson::read));

  private JournalLines() {}

  /** What the first line says. */
  record Header(String plan, CleanupScope scope) {

    /**
     * Refuses a plan that the journal is not of.
     *
     * @param journal the journal, to begin a sentence with
     */
    void require(String journal, CleanupPlan asked, PlanDigest digest) {
      if (!scope.equals(asked.scope())) {
        throw new PlanRefusedException(
            journal
                + " is of "
                + scope
                + ", but the plan is of "
                + asked.scope()
                + ": choose the plan of the journal, or another journal");
      }
      if (!plan.equals(digest.hex())) {
        throw otherPlan(journal);
      }
    }
  }

  static PlanRefusedException otherPlan(String journal) {
    return new PlanRefusedException(
        journal + " is of another plan: choose the plan of the journal, or another journal");
  }

  /** Returns a line without its end. */
  static String text(byte[] line) {
    return new String(line, 0, line.length - 1, StandardCharsets.UTF_8);
  }

  static Header readHeader(String name, String line) {
    return read(name, line, HEADER, new HeaderParts(), HeaderParts::header);
  }

  static JournalStep readStep(String name, String line) {
    return read(name, line, STEP, new StepParts(), StepParts::step);
  }

  private static <B, T> T read(
      String name,
      String line,
      JsonObjectFormat<B> format,
      B parts,
      Function<? super B, ? extends T> result) {
    return JsonText.read(line, input -> JsonDocument.read(name, input, format, parts, result));
  }

  static byte[] header(String plan, CleanupScope scope) {
    return line(
        json -> {
          json.writeNumberField("schemaVersion", JsonSchemaVersion.CURRENT);
          json.writeStringField("plan", plan);
          JsonScope.write(json, scope);
        });
  }

  /** Returns whether a line may become a header when it is written on. */
  static boolean isBeginOfHeader(String line) {
    return line.startsWith(HEADER_BEGIN) || HEADER_BEGIN.startsWith(line);
  }

  static byte[] step(JournalStep step) {
    return line(
        json -> {
          if (step.permissions().isPresent()) {
            json.writeStringField("recorded", step.resource().value());
            write(step.permissions().get(), json);
          } else if (step.isAnnouncement()) {
            json.writeStringField("announced", step.resource().value());
            JsonWriting.writeTexts(
                json, "along", step.along().stream().map(SnapshotId::value).toList());
          } else {
            JsonWriting.writeList(json, "ended", step.outcomes(), OutcomeJson::write);
          }
        });
  }

  private static void write(LaunchPermissions permissions, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("launchPermissions");
    json.writeBooleanField("everybody", permissions.everybody());
    JsonWriting.writeTexts(
        json, "accounts", permissions.accounts().stream().map(AccountId::value).toList());
    JsonWriting.writeTexts(json, "organizations", List.copyOf(permissions.organizations()));
    JsonWriting.writeTexts(
        json, "organizationalUnits", List.copyOf(permissions.organizationalUnits()));
    json.writeEndObject();
  }

  /** Returns a line in UTF-8, with its end. */
  private static byte[] line(JsonWriting.Content fields) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(LINE_LENGTH);
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory failed", e);
    }
    return text.toByteArray();
  }

  /** Reads line by line, and holds each against those before it. */
  static final class Reader {

    private final Path path;
    private final Set<ResourceId> announced = new HashSet<>();
    private int number;
    private @Nullable Header header;

    Reader(Path path) {
      this.path = path;
    }

    /** Reads the next line; the first one holds no step. */
    Optional<JournalStep> read(String line) {
      number++;
      String name = "journal '" + path + "' in its line " + number;
      if (header == null) {
        header = readHeader(name, line);
        return Optional.empty();
      }
      JournalStep step = readStep(name, line);
      if (step.isAnnouncement()) {
        announced.add(step.resource());
        announced.addAll(step.along());
      } else if (step.permissions().isEmpty() && !announced.contains(step.resource())) {
        throw new DocumentFormatException(
            "The "
                + name
                + " is not usable: the change of "
                + step.resource().value()
                + " ended, but was not announced in a line before",
            null);
      }
      return Optional.of(step);
    }

    Header header() {
      if (header == null) {
        throw new IllegalStateException("No line was read");
      }
      return header;
    }
  }

  private static final class HeaderParts {
    private String plan = "";
    private @Nullable CleanupScope scope;

    private Header header() {
      if (scope == null) {
        throw new IllegalArgumentException("The scope is missing");
      }
      return new Header(plan, scope);
    }
  }

  private static final class StepParts {
    private @Nullable ResourceId announced;
    private @Nullable ImageId recorded;
    private @Nullable LaunchPermissions permissions;
    private List<SnapshotId> along = List.of();
    private List<ActionOutcome> ended = List.of();

    private JournalStep step() {
      if (recorded != null && permissions != null && isOnlyRecord()) {
        return JournalStep.recorded(recorded, permissions);
      }
      if (recorded != null || permissions != null) {
        throw new IllegalArgumentException(
            "The step is no record: expected an image and its launch permissions alone");
      }
      if (announced != null && ended.isEmpty()) {
        return JournalStep.announced(announced, along);
      }
      if (announced == null && !ended.isEmpty() && along.isEmpty()) {
        return JournalStep.ended(ended);
      }
      throw new IllegalArgumentException(
          "The step is neither announced nor ended: expected one of them");
    }

    private boolean isOnlyRecord() {
      return announced == null && along.isEmpty() && ended.isEmpty();
    }
  }
}
