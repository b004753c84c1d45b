package io.amiclean.examples.fedora.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.amiclean.api.model.DocumentFormatException;
import java.net.URI;
import java.util.Optional;

/** Reads what composes say of themselves: productmd's {@code composeinfo.json}. Thread-safe. */
final class ComposeInfos {

  /** The name of this source in evidence. */
  static final String SOURCE = "composeinfo";

  /** Where productmd puts it in a compose (documentation of productmd, "Composeinfo"). */
  private static final String DOCUMENT = "/compose/metadata/composeinfo.json";

  private final JsonDocuments json;
  private final String base;

  /**
   * Creates a reader.
   *
   * @param base the address below which each compose is found by its id
   * @param json reads what is at addresses
   */
  ComposeInfos(URI base, JsonDocuments json) {
    this.json = json;
    this.base = Addresses.withoutSlash(base);
  }

  /**
   * What is known of the label of a compose.
   *
   * @param label the label, or empty if it is unknown, or if there is none
   * @param problem why what was found cannot be relied on, or empty if it can
   */
  record Label(Optional<String> label, Optional<String> problem) {

    static final Label UNKNOWN = new Label(Optional.empty(), Optional.empty());

    private static Label unreliable(String problem) {
      return new Label(Optional.empty(), Optional.of(problem));
    }
  }

  /**
   * Reads the label of a compose.
   *
   * @throws io.amiclean.api.model.EvidenceException if there is no answer, or a failure; a compose
   *     that is not found has no known label
   */
  Label label(String composeId) {
    try {
      return json.find(URI.create(base + "/" + composeId + DOCUMENT))
          .map(root -> label(composeId, root.path("payload").path("compose")))
          .orElse(Label.UNKNOWN);
    } catch (DocumentFormatException e) {
      return Label.unreliable(String.valueOf(e.getMessage()));
    }
  }

  private static Label label(String composeId, JsonNode compose) {
    String id = compose.path("id").asText("");
    if (!id.equals(composeId)) {
      return Label.unreliable(
          "The composeinfo of " + composeId + " is about '" + id + "': expected the same compose");
    }
    String type = compose.path("type").asText("");
    String expected = ComposeType.of(composeId).map(ComposeType::toString).orElse("");
    if (!type.isEmpty() && !type.equals(expected)) {
      return Label.unreliable(
          "The composeinfo of %s has the type '%s', and its id that of '%s'"
              .formatted(composeId, type, expected));
    }
    JsonNode label = compose.path("label");
    if (label.isMissingNode() || label.isNull()) {
      return Label.UNKNOWN;
    }
    if (!label.isTextual()) {
      return Label.unreliable("The label of " + composeId + " is no text: " + label);
    }
    return label.textValue().isBlank()
        ? Label.UNKNOWN
        : new Label(Optional.of(label.textValue()), Optional.empty());
  }
}
