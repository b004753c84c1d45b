package io.amiclean.core.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** The scope of a plan or a result in JSON. */
public final class JsonScope {

  private static final JsonObjectFormat<Map<String, String>> FORMAT =
      JsonObjectFormat.ofTexts("accountId", "region");

  private JsonScope() {}

  public static void write(JsonGenerator json, CleanupScope scope) throws IOException {
    json.writeFieldName("scope");
    writeValue(json, scope);
  }

  /** Writes scopes, sorted; nothing if there are none. */
  public static void writeList(JsonGenerator json, String key, Collection<CleanupScope> scopes)
      throws IOException {
    if (scopes.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(key);
    for (CleanupScope scope :
        scopes.stream().sorted(Comparator.comparing(CleanupScope::toString)).toList()) {
      writeValue(json, scope);
    }
    json.writeEndArray();
  }

  private static void writeValue(JsonGenerator json, CleanupScope scope) throws IOException {
    json.writeStartObject();
    json.writeStringField("accountId", scope.accountId().value());
    json.writeStringField("region", scope.region());
    json.writeEndObject();
  }

  public static CleanupScope read(JsonDocument json) throws IOException {
    Map<String, String> scope = json.object(FORMAT, new HashMap<>());
    return CleanupScope.of(
        AccountId.of(scope.getOrDefault("accountId", "")), scope.getOrDefault("region", ""));
  }
}
