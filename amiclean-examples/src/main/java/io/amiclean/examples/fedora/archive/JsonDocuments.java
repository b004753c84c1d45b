package io.amiclean.examples.fedora.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.EvidenceException;
import java.net.URI;
import java.util.Optional;

/** Where JSON documents are read from: the network, or what is built in. Thread-safe. */
@FunctionalInterface
public interface JsonDocuments {

  /**
   * Reads a document.
   *
   * @param address where it is
   * @return its root, an object, or empty if there is no such document
   * @throws DocumentFormatException if it is no JSON object
   * @throws EvidenceException if it cannot be read
   */
  Optional<JsonNode> find(URI address);
}
