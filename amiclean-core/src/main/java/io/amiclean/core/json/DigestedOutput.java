package io.amiclean.core.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.amiclean.core.internal.json.JsonWriting;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a plan is written to and digested on the way, so that no second copy of it is needed. Not
 * thread-safe.
 */
final class DigestedOutput extends FilterOutputStream {

  /** What comes after the last key of the document. */
  private static final String END = "\n}\n";

  private final Hasher hasher = Hashing.sha256().newHasher();
  private boolean digesting = true;
  private Optional<PlanDigest> digest = Optional.empty();

  DigestedOutput(OutputStream output) {
    super(output);
  }

  @Override
  public void write(int octet) throws IOException {
    out.write(octet);
    if (digesting) {
      hasher.putByte((byte) octet);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    if (digesting) {
      hasher.putBytes(bytes, offset, length);
    }
  }

  /** Writes what does not count, such as a time of reading. */
  void leaveOut(JsonGenerator json, JsonWriting.Content content) throws IOException {
    json.flush();
    digesting = false;
    content.write(json);
    json.flush();
    digesting = true;
  }

  /** Ends the content that counts: all keys of the document but that of the digest are written. */
  void finish(JsonGenerator json) throws IOException {
    json.flush();
    digesting = false;
    String hash = hasher.putString(END, StandardCharsets.UTF_8).hash().toString();
    digest = Optional.of(PlanDigest.parse(hash));
  }

  /** Returns the digest of the content, once it is finished. */
  PlanDigest digest() {
    return digest.orElseThrow();
  }
}
