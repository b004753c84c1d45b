package io.amiclean.api.policy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes arguments for people. Nothing reads it. */
final class ArgumentText {

  /** How much of a text is quoted, in characters. */
  private static final int LONGEST = 60;

  private ArgumentText() {}

  /** Returns a strategy with its arguments, such as {@code keepNewest(4)}. */
  static String of(String name, SpecArgument argument) {
    if (name.equals(StrategySpec.CUSTOM) && argument instanceof SpecArgument.Text text) {
      return text.value();
    }
    return name + "(" + inside(argument) + ")";
  }

  private static String inside(SpecArgument argument) {
    if (argument instanceof SpecArgument.Items items) {
      return items.values().stream().map(ArgumentText::item).collect(Collectors.joining(", "));
    }
    return argument.toString();
  }

  static String ofList(List<SpecArgument> values) {
    return values.stream().map(ArgumentText::item).collect(Collectors.joining(", ", "[", "]"));
  }

  /** In a list, a single field is a nested strategy. */
  private static String item(SpecArgument item) {
    if (item instanceof SpecArgument.Fields fields && fields.entries().size() == 1) {
      Map.Entry<String, SpecArgument> entry = fields.entries().get(0);
      return of(entry.getKey(), entry.getValue());
    }
    return item.toString();
  }

  static String ofFields(List<Map.Entry<String, SpecArgument>> entries) {
    return entries.stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  static String kind(SpecArgument argument) {
    if (argument instanceof SpecArgument.Text text) {
      String value = text.value();
      return "the text '"
          + (value.length() > LONGEST ? value.substring(0, LONGEST) + "..." : value)
          + "'";
    }
    if (argument instanceof SpecArgument.Items) {
      return "a list";
    }
    if (argument instanceof SpecArgument.Fields fields) {
      return fields.entries().isEmpty()
          ? "{}"
          : fields.entries().stream()
              .map(Map.Entry::getKey)
              .collect(Collectors.joining(", ", "fields: ", ""));
    }
    return argument.toString();
  }
}
