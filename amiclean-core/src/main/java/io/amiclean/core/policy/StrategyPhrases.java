package io.amiclean.core.policy;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.amiclean.api.policy.SpecArgument;
import io.amiclean.api.policy.SpecArgumentException;
import io.amiclean.api.policy.StrategySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the built-in strategies do, as parts of a sentence: by what mappers group, and which images
 * or snapshots filters and retentions keep. A user's strategy is named by its description.
 */
final class StrategyPhrases {

  /** How many ids, tag values or accounts are named one by one. */
  private static final int NAMED = 5;

  private static final Map<String, String> UNITS =
      ImmutableMap.of(
          "hourly", "hour", "daily", "day", "weekly", "week", "monthly", "month", "yearly", "year");

  static final Map<String, Function<SpecArgument, String>> MAPPERS =
      Map.of(
          "tags", keys -> "the " + nouns("tag", keys.texts(), "and"),
          "nameContains", parts -> "names that contain " + listed(parts.texts(), "or"),
          "nameMatching", regex -> "what " + regex.text() + " captures of their names",
          "everything", name -> "nothing, as one group " + name.text(),
          "family", none -> "family");

  static final Map<String, Function<SpecArgument, String>> RETENTIONS =
      ImmutableMap.<String, Function<SpecArgument, String>>builder()
          .put("anyOf", parts -> joined(parts, StrategyPhrases::retention, "and"))
          .put("then", StrategyPhrases::then)
          .put("keepNewest", images -> "the newest " + images.number() + " of each group")
          .put("youngerThan", age -> "images younger than " + time(age))
          .put("launchedWithin", time -> "images launched in the last " + time(time))
          .put("keepAtLeast", images -> "at least " + images.number() + " images of each group")
          .put(
              "calendar",
              counts ->
                  "the newest image of each of the last "
                      + listed(periods(counts), "and")
                      + " with one")
          .put(
              "calendarInTurn",
              counts ->
                  "the newest image of each of the last "
                      + String.join(", and before them of each of ", periods(counts))
                      + " with one")
          .put(
              "calendarFromNow",
              counts ->
                  "the newest image of each of the last "
                      + listed(periods(counts), "and")
                      + " up to now")
          .put("keepWithin", StrategyPhrases::keepWithin)
          .put(
              "newestByVersion",
              images -> "the newest " + images.number() + " versions of each group")
          .put(
              "quotaTarget",
              images -> "the newest images, until " + images.number() + " are left in the region")
          .put("together", part -> "groups as a whole for " + retention(part.spec()))
          .put("nothing", none -> "nothing")
          .build();

  static final Map<String, Function<SpecArgument, String>> EXCLUSIONS =
      ImmutableMap.<String, Function<SpecArgument, String>>builder()
          .put("anyOf", parts -> joined(parts, StrategyPhrases::exclusion, "and"))
          .put(
              "allOf",
              parts -> "what is all of " + joined(parts, StrategyPhrases::exclusion, "and"))
          .put("inUse", none -> "images in use")
          .put("notOwned", none -> "images of other accounts")
          .put("notAvailable", none -> "images that are not available")
          .put("deregistrationProtected", none -> "images that are protected from deregistration")
          .put("managedByService", none -> "images that another AWS service manages")
          .put("builtByImageBuilder", none -> "images that EC2 Image Builder made")
          .put("marketplaceProduct", none -> "products of AWS Marketplace")
          .put("sourceOfOwnImages", none -> "images that others were made from")
          .put("publiclyShared", none -> "public images")
          .put(
              "watermarked",
              keys ->
                  keys.equals(SpecArgument.none())
                      ? "watermarked images"
                      : "images with " + nouns("watermark", keys.texts(), "or"))
          .put("allowedByAccount", none -> "images that the account's settings allow")
          .put("baseOfOtherImages", none -> "images that own images descend from")
          .put("tagged", tag -> tagged("images", tag))
          .put("nameMatches", regex -> "images whose names match " + regex.text())
          .put("ids", ids -> named("image", ids.texts()))
          .put("notSelected", ids -> "all but " + named("image", ids.texts()))
          .put("ownedBy", ids -> "images of " + named("account", ids.texts()))
          .put("lastLaunchedWithin", time -> "images launched in the last " + time(time))
          .put(
              "inState",
              states ->
                  "images that are "
                      + listed(
                          states.texts().stream()
                              .map(name -> name.toLowerCase(Locale.ROOT))
                              .toList(),
                          "or"))
          .put(
              "tagValueIn",
              tags ->
                  "images whose "
                      + nouns("tag", tags.field("keys").texts(), "or")
                      + " is "
                      + listed(tags.field("values").texts(), "or"))
          .build();

  static final Map<String, Function<SpecArgument, String>> SNAPSHOT_EXCLUSIONS =
      ImmutableMap.<String, Function<SpecArgument, String>>builder()
          .put("anyOf", parts -> joined(parts, StrategyPhrases::snapshotExclusion, "and"))
          .put(
              "allOf",
              parts -> "what is all of " + joined(parts, StrategyPhrases::snapshotExclusion, "and"))
          .put("tagged", tag -> tagged("snapshots", tag))
          .put("ids", ids -> named("snapshot", ids.texts()))
          .put("managedByService", none -> "snapshots that another AWS service manages")
          .put("locked", none -> "locked snapshots")
          .put("fastRestore", none -> "snapshots with fast restore")
          .put("archivedLessThan", time -> "snapshots archived in the last " + time(time))
          .build();

  static final Map<String, Function<SpecArgument, String>> RESOLVERS =
      Map.of("blockDevices", none -> "the snapshots of their block devices");

  private static final Map<String, String> STAGES =
      Map.of(
          "deprecate", "deprecates",
          "makePrivate", "makes private",
          "disable", "disables",
          "deregister", "removes");

  private StrategyPhrases() {}

  /** Returns by what a mapper groups images. */
  static String mapper(StrategySpec spec) {
    return phrase(MAPPERS, spec);
  }

  /** Returns which images a retention keeps. */
  static String retention(StrategySpec spec) {
    return phrase(RETENTIONS, spec);
  }

  /** Returns which images a filter protects. */
  static String exclusion(StrategySpec spec) {
    return phrase(EXCLUSIONS, spec);
  }

  /** Returns which snapshots a filter protects. */
  static String snapshotExclusion(StrategySpec spec) {
    return phrase(SNAPSHOT_EXCLUSIONS, spec);
  }

  /** Returns which snapshots are removed with images. */
  static String resolver(StrategySpec spec) {
    return phrase(RESOLVERS, spec);
  }

  /** Returns what is done when images enter each stage of a lifecycle, and when. */
  static List<String> stages(List<StrategySpec> stages) {
    List<String> phrases = new ArrayList<>();
    for (StrategySpec stage : stages) {
      // The first one has no stage before it to wait for.
      Function<SpecArgument, String> when =
          phrases.isEmpty() ? rule -> " at once" : StrategyPhrases::stay;
      phrases.add(
          phrase(
              Maps.transformValues(STAGES, verb -> rule -> verb + when.apply(rule) + unless(rule)),
              stage));
    }
    return phrases;
  }

  /** A provider may write arguments that are not those of the built-in strategy. */
  private static String phrase(
      Map<String, Function<SpecArgument, String>> phrases, StrategySpec spec) {
    Function<SpecArgument, String> phrase = phrases.get(spec.name());
    if (phrase != null) {
      try {
        return phrase.apply(spec.argument());
      } catch (SpecArgumentException e) {
        return spec.description();
      }
    }
    return spec.description();
  }

  /** Returns words as in {@code a, b and c}. */
  static String listed(List<String> words, String last) {
    int rest = words.size() - 1;
    return rest < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, rest)) + " " + last + " " + words.get(rest);
  }

  /** Returns names, or their number if there are too many to list. */
  static String named(String noun, List<String> names) {
    return names.size() > NAMED ? names.size() + " " + noun + "s" : nouns(noun, names, "and");
  }

  private static String nouns(String noun, List<String> names, String last) {
    return noun + (names.size() == 1 ? " " : "s ") + listed(names, last);
  }

  private static String joined(
      SpecArgument parts, Function<StrategySpec, String> phrase, String last) {
    return listed(parts.specs().stream().map(phrase).toList(), last);
  }

  private static String then(SpecArgument parts) {
    return String.join(
        ", and of the rest ", parts.specs().stream().map(StrategyPhrases::retention).toList());
  }

  private static List<String> periods(SpecArgument counts) {
    List<String> periods = new ArrayList<>();
    UNITS.forEach(
        (key, unit) ->
            field(counts, key)
                .map(SpecArgument::number)
                .filter(number -> number > 0)
                .ifPresent(number -> periods.add(count(number, unit))));
    return periods;
  }

  private static String keepWithin(SpecArgument times) {
    if (!(times instanceof SpecArgument.Fields fields)) {
      return "images up to " + time(times) + " older than the newest of their group";
    }
    List<String> periods = new ArrayList<>();
    fields
        .entries()
        .forEach(period -> periods.add(period.getKey() + " in the " + time(period.getValue())));
    return "the newest image " + listed(periods, "and") + " before the newest of each group";
  }

  private static String tagged(String what, SpecArgument tag) {
    String key = tag.field("key").text();
    return field(tag, "value")
        .map(value -> what + " tagged " + key + "=" + value.text())
        .or(
            () ->
                field(tag, "matching")
                    .map(regex -> what + " whose tag " + key + " matches " + regex.text()))
        .orElse(what + " tagged " + key);
  }

  private static String stay(SpecArgument stage) {
    return field(stage, "after")
        .map(SpecArgument::duration)
        .filter(time -> !time.isZero())
        .map(time -> " after " + time(time))
        .orElse("");
  }

  private static String unless(SpecArgument stage) {
    return field(stage, "unless")
        .map(
            conditions ->
                " (but for " + joined(conditions, StrategyPhrases::exclusion, "and") + ")")
        .orElse("");
  }

  private static Optional<SpecArgument> field(SpecArgument argument, String name) {
    return argument instanceof SpecArgument.Fields fields
        ? fields.entries().stream()
            .filter(field -> field.getKey().equals(name))
            .map(Map.Entry::getValue)
            .findFirst()
        : Optional.empty();
  }

  private static String time(SpecArgument time) {
    return time(time.duration());
  }

  /** Returns a time in the largest unit of which it is a whole number. */
  static String time(Duration time) {
    if (time.equals(Duration.ofDays(time.toDays()))) {
      return count(time.toDays(), "day");
    }
    if (time.equals(Duration.ofHours(time.toHours()))) {
      return count(time.toHours(), "hour");
    }
    return time.equals(Duration.ofMinutes(time.toMinutes()))
        ? count(time.toMinutes(), "minute")
        : time.toString();
  }

  private static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }
}
