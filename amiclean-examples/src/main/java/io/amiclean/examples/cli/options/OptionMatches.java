package io.amiclean.examples.cli.options;

import static java.util.stream.Collectors.joining;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageFact;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.api.plan.AccountReader;
import io.amiclean.api.plan.AccountReading;
import io.amiclean.api.plan.CandidateCheck;
import io.amiclean.api.plan.SnapshotCheck;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.ReadingPolicy;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.source.ImageUsageSource;
import io.amiclean.api.source.SnapshotSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Watches what is read, for which options match none of it: a mistyped one groups and protects
 * nothing, and the plan would not show it. Of several scopes, an option has to match in one.
 * Thread-safe.
 */
final class OptionMatches {

  private static final int MOST_IDS = 5;

  /**
   * What an option is expected to match.
   *
   * @param warning what is said unless it does
   * @param image whether it matches an image
   * @param tags whether it matches a snapshot with these tags
   */
  private record Expectation(
      String warning, Predicate<Image> image, Predicate<Map<String, String>> tags) {}

  private final List<Expectation> unmet = new ArrayList<>();
  private final Set<CleanupScope> scopes = new LinkedHashSet<>();
  private final Set<ImageId> pinned = new TreeSet<>();
  private final Set<ImageId> pinnedAndRead = new HashSet<>();
  private final GroupingTags groups = new GroupingTags();
  private boolean hasImages;

  /** Expects an image that matches. */
  void expectImage(String warning, Predicate<Image> image) {
    unmet.add(new Expectation(warning, image, tags -> false));
  }

  /** Expects an image or a snapshot with such a tag. */
  void expectTag(TagExclusion tag) {
    unmet.add(
        new Expectation(
            "--tag-exclude " + tag.text() + " matches no image and no snapshot: it protects none",
            image -> tag.matches(image.tags()),
            tag::matches));
  }

  /** Expects the tags that the policy of a file groups by, in accounts that it is for. */
  synchronized void expectGroups(CleanupPolicy policy) {
    groups.expect(policy);
  }

  synchronized AccountReader watch(AccountReader account) {
    pinned.addAll(account.reading().pinnedImages());
    return new AccountReader() {
      @Override
      public ImageSource images() {
        return watch(account.images());
      }

      @Override
      public SnapshotSource snapshots() {
        return watch(account.snapshots());
      }

      @Override
      public ImageUsageSource usage() {
        return account.usage();
      }

      @Override
      public List<CandidateCheck> candidateChecks() {
        return account.candidateChecks();
      }

      @Override
      public List<SnapshotCheck> snapshotChecks() {
        return account.snapshotChecks();
      }

      @Override
      public ReadingPolicy reading() {
        return account.reading();
      }

      @Override
      public AccountReading beginReading() {
        return account.beginReading();
      }
    };
  }

  private ImageSource watch(ImageSource source) {
    return new ImageSource() {
      @Override
      public ImageInventory loadImages() {
        ImageInventory inventory = source.loadImages();
        see(inventory);
        return inventory;
      }

      @Override
      public ImageSource withFacts(Set<ImageFact> facts) {
        return watch(source.withFacts(facts));
      }
    };
  }

  private SnapshotSource watch(SnapshotSource source) {
    return () -> {
      SnapshotInventory inventory = source.loadSnapshots();
      see(inventory);
      return inventory;
    };
  }

  private synchronized void see(ImageInventory inventory) {
    scopes.add(inventory.scope());
    hasImages |= !inventory.images().isEmpty();
    groups.see(inventory);
    inventory.images().stream().map(Image::id).filter(pinned::contains).forEach(pinnedAndRead::add);
    for (Iterator<Expectation> left = unmet.iterator(); left.hasNext(); ) {
      if (inventory.images().stream().anyMatch(left.next().image())) {
        left.remove();
      }
    }
  }

  private synchronized void see(SnapshotInventory inventory) {
    unmet.removeIf(
        expected ->
            inventory.snapshots().stream()
                .anyMatch(snapshot -> expected.tags().test(snapshot.tags())));
  }

  /** Returns whether no image was read. */
  synchronized boolean isEmpty() {
    return !hasImages;
  }

  /** Returns which tags of a policy's groups no image has, a line each. */
  synchronized List<String> ungrouped() {
    return groups.missing().stream()
        .map(key -> "No image has the tag '" + key + "' of groupBy: is it mistyped?")
        .toList();
  }

  /** Returns what matched nothing, a line each. */
  synchronized List<String> warnings() {
    if (!hasImages) {
      return scopes.isEmpty()
          ? List.of()
          : List.of(
              "No images were read from "
                  + scopes.stream().map(CleanupScope::toString).collect(joining(", "))
                  + ": are account and region the right ones?");
    }
    List<String> warnings = new ArrayList<>(unmet.stream().map(Expectation::warning).toList());
    List<ImageId> unknown = pinned.stream().filter(id -> !pinnedAndRead.contains(id)).toList();
    if (!unknown.isEmpty()) {
      warnings.add(
          unknown.size()
              + " of "
              + pinned.size()
              + " pinned ids are of no image that was read: "
              + unknown.stream().limit(MOST_IDS).map(ImageId::value).collect(joining(", "))
              + (unknown.size() > MOST_IDS ? " and more" : ""));
    }
    return warnings;
  }
}
