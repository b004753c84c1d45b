package io.amiclean.core.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.amiclean.core.internal.json.JsonWriting;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Digests a plan that is written to it, of which nothing is kept: its digest stands at its
 * beginning, before what it is of. Not thread-safe.
 */
final class DigestingOutput extends OutputStream {

  private final Hasher hasher = Hashing.sha256().newHasher();
  private boolean digesting = true;

  @Override
  public void write(int octet) {
    if (digesting) {
      hasher.putByte((byte) octet);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
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

  /** Returns the digest of all that was written; nothing more is written then. */
  PlanDigest digest() {
    return PlanDigest.parse(hasher.hash().toString());
  }
}
