package io.amiclean.aws.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Systems Manager: its parameters. */
public final class SsmState extends ServiceState {

  final Map<String, Parameter> parameters = new TreeMap<>();
  private int written;

  /** Whether EC2 refuses to resolve an alias whose parameter does not exist. */
  boolean refusesMissingAliases;

  SsmState(WireState state) {
    super(state);
  }

  Parameter parameter(String name) {
    return parameters.computeIfAbsent(name, Parameter::new);
  }

  /** Finds a parameter by its name or ARN, which a version or a label may follow. */
  Optional<Map<String, Object>> find(String reference, boolean decrypted) {
    String prefix = "arn:aws:ssm:" + region + ":" + account + ":parameter";
    String name = reference;
    if (reference.startsWith(prefix)) {
      name = reference.substring(prefix.length());
    } else if (reference.startsWith("arn:")) {
      return Optional.empty();
    }
    int colon = name.indexOf(':');
    String selector = colon < 0 ? "" : name.substring(colon);
    String plain = colon < 0 ? name : name.substring(0, colon);
    Parameter parameter = parameters.get(plain);
    if (parameter == null && reference.startsWith(prefix)) {
      parameter = parameters.get(plain.substring(Math.min(1, plain.length())));
    }
    return parameter == null ? Optional.empty() : parameter.valueView(selector, decrypted);
  }

  /** A parameter of Systems Manager; made by {@link WireState#parameter(String)}. */
  public final class Parameter extends Resource<Parameter> {

    private final List<String> values = new ArrayList<>();
    private final Map<String, Integer> labels = new LinkedHashMap<>();

    Parameter(String name) {
      super(state, name, "Name");
      elements.put("Type", "String");
      elements.put("DataType", "text");
      elements.put(
          "ARN",
          "arn:aws:ssm:%s:%s:parameter%s"
              .formatted(region, account, name.startsWith("/") ? name : "/" + name));
    }

    /** Adds a version, from 1 on. */
    public Parameter value(String value) {
      synchronized (state) {
        values.add(value);
        return with("Version", values.size()).with("LastModifiedDate", ++written);
      }
    }

    /** {@code String}, {@code StringList} or {@code SecureString}. */
    public Parameter type(String type) {
      return with("Type", type);
    }

    /** {@code text} or {@code aws:ec2:image}. */
    public Parameter dataType(String dataType) {
      return with("DataType", dataType);
    }

    /** Puts a label on the newest version. */
    public Parameter label(String label) {
      return change(() -> labels.put(label, values.size()));
    }

    /**
     * The parameter with a value.
     *
     * @param selector empty for the newest version, or a colon and a version or label
     */
    private Optional<Map<String, Object>> valueView(String selector, boolean decrypted) {
      int version =
          selector.isEmpty()
              ? values.size()
              : selector.matches(":[0-9]{1,9}")
                  ? Integer.parseInt(selector.substring(1))
                  : labels.getOrDefault(selector.substring(1), 0);
      if (version < 1 || version > values.size()) {
        return Optional.empty();
      }
      String value = values.get(version - 1);
      Map<String, Object> view = new LinkedHashMap<>(elements);
      view.put("Version", version);
      view.put(
          "Value",
          is("Type", "SecureString") && !decrypted
              ? Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
              : value);
      if (!selector.isEmpty()) {
        view.put("Selector", selector);
      }
      return Optional.of(view);
    }
  }
}
