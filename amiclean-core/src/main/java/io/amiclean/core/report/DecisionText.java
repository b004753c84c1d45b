package io.amiclean.core.report;

import com.google.common.collect.Multiset;
import com.google.common.collect.TreeMultiset;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.plan.PlanSummary;
import io.amiclean.api.plan.SnapshotDecision;
import io.amiclean.api.policy.Protection;
import io.amiclean.core.cost.PlanCosts;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.cost.StorageCost;
import io.amiclean.core.policy.UnmatchedInAll;
import io.amiclean.core.report.internal.KeptReasons;
import io.amiclean.core.report.internal.Recovery;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a person decides on before a plan is executed: account and region, how many images go and
 * stay, and how much storage and money that is. Of the plans of several scopes, all together.
 *
 * <p>Plans are added one after the other, and only their figures are kept, so that thousands of
 * scopes take little memory. The texts are whole lines of {@linkplain TerminalText#sanitize(String)
 * sanitized} text, each ended by {@code \n}. Not thread-safe.
 */
public final class DecisionText {

  private final PriceList prices;
  private final Set<String> policies = new TreeSet<>();
  private final UnmatchedInAll unmatched = new UnmatchedInAll();
  private final Set<String> notRead = new TreeSet<>();
  private final Set<Protection> unprotected = EnumSet.noneOf(Protection.class);
  private boolean sharedAllowed;
  private final Multiset<String> kept = TreeMultiset.create();
  private final Storage ofImages = new Storage();
  private final Storage ofOrphans = new Storage();
  private final Recovery recoveryOfImages = new Recovery();
  private final Recovery recoveryOfOrphans = new Recovery();
  private @Nullable CleanupScope first;
  private @Nullable Instant rulesReadAt;
  private boolean saysUnmatched = true;
  private int scopes;
  private int images;
  private int removals;
  private int changes;
  private int ungrouped;

  /**
   * Begins without a plan.
   *
   * @param prices what storage costs
   */
  public DecisionText(PriceList prices) {
    this.prices = Objects.requireNonNull(prices, "prices");
  }

  /**
   * Adds a plan.
   *
   * @param plan the plan of another scope than those before
   * @return the same text
   */
  public DecisionText add(CleanupPlan plan) {
    Objects.requireNonNull(plan, "plan");
    PlanSummary summary = plan.summary();
    first = first == null ? plan.scope() : first;
    scopes++;
    images += summary.images();
    removals += summary.remove();
    changes += summary.staged();
    ungrouped += summary.unmapped();
    KeptReasons.count(plan, kept);
    PlanMessages.policy(plan).ifPresent(policies::add);
    unmatched.add(plan);
    notRead.addAll(PlanMessages.notRead(plan));
    sharedAllowed |= plan.reading().sharedAllowed();
    unprotected.addAll(plan.policy().withoutProtections());
    recoveryOfImages.addImages(plan);
    recoveryOfOrphans.addOrphans(plan);
    rulesReadAt =
        Stream.concat(Stream.ofNullable(rulesReadAt), Recovery.rulesReadAt(plan).stream())
            .min(Instant::compareTo)
            .orElse(null);
    Optional<PlanCosts> costs = PlanCosts.of(plan, prices);
    StorageCost all = costs.map(PlanCosts::total).orElse(StorageCost.none());
    StorageCost orphans = costs.map(PlanCosts::orphans).orElse(StorageCost.none());
    ofImages.perMonth =
        ofImages.perMonth.add(all.freedPerMonth()).subtract(orphans.freedPerMonth());
    ofImages.once = ofImages.once.add(all.earlyDeletion()).subtract(orphans.earlyDeletion());
    ofOrphans.perMonth = ofOrphans.perMonth.add(orphans.freedPerMonth());
    ofOrphans.once = ofOrphans.once.add(orphans.earlyDeletion());
    Optional<String> unpriced =
        costs.isPresent() ? Optional.empty() : Optional.of(plan.scope().region());
    ofImages.add(plan.images().stream().flatMap(image -> image.snapshots().stream()), unpriced);
    ofOrphans.add(plan.orphanSnapshots().stream(), unpriced);
    return this;
  }

  /**
   * Leaves out which rules decided on nothing, such as where a person was warned of them already.
   *
   * @return the same text
   */
  public DecisionText withoutUnmatchedRules() {
    saysUnmatched = false;
    return this;
  }

  /**
   * Returns how many images are removed.
   *
   * @return the number, of all plans
   */
  public int removals() {
    return removals;
  }

  /**
   * Returns how many images are moved to another stage.
   *
   * @return the number, of all plans
   */
  public int changes() {
    return changes;
  }

  /**
   * Returns how many orphan snapshots are deleted.
   *
   * @return the number, of all plans
   */
  public int orphanSnapshots() {
    return ofOrphans.number;
  }

  /**
   * Returns the rules that decided on nothing in any plan.
   *
   * @return the rules, a line each, such as {@code exclude: tagged(key: keep)}
   */
  public List<String> unmatchedRules() {
    return unmatched.descriptions();
  }

  /**
   * Returns the lines on images and the snapshots that go with them.
   *
   * @return account, region and images read; how many go and stay, and why; snapshots, GiB and
   *     money; how long the removal can be undone
   * @throws IllegalStateException if there is no plan
   */
  public String images() {
    return scope()
        + ": "
        + PlanMessages.counted(images, "image")
        + " read\n"
        + verdicts()
        + lines(policies)
        + (saysUnmatched ? lines(PlanMessages.unmatched(unmatched)) : "")
        + ofImages.text("snapshot")
        + recoveryOfImages.sentence().map(DecisionText::line).orElse("");
  }

  /**
   * Returns the lines on orphan snapshots.
   *
   * @return account and region; orphan snapshots, GiB and money
   * @throws IllegalStateException if there is no plan
   */
  public String orphans() {
    return scope()
        + "\n"
        + ofOrphans.text("orphan snapshot")
        + recoveryOfOrphans.sentence().map(DecisionText::line).orElse("");
  }

  /**
   * Returns the line on the age of what plans say of the Recycle Bin, for plans of a file: its
   * rules may have changed since.
   *
   * @return when its rules were read, or {@code ""} if no plan says anything by them
   */
  public String recycleBinRules() {
    return rulesReadAt == null
            || (recoveryOfImages.sentence().isEmpty() && recoveryOfOrphans.sentence().isEmpty())
        ? ""
        : line("The rules of the Recycle Bin are those of " + rulesReadAt + ", as it was planned");
  }

  /**
   * Returns what was left out on purpose and would keep images. The person who decides on a plan
   * may be another one than the person who chose its options.
   *
   * @return the sentences, without full stops; none if nothing was left out
   */
  public List<String> leftOut() {
    List<String> sentences = new ArrayList<>();
    if (!notRead.isEmpty()) {
      sentences.add(
          "Not read, as was asked for: "
              + String.join(", ", notRead)
              + "; images that only this would keep can go");
    }
    if (!unprotected.isEmpty()) {
      sentences.add(
          "Without the protection "
              + unprotected.stream().map(Enum::name).collect(Collectors.joining(", "))
              + ", as was asked for");
    }
    if (sharedAllowed) {
      sentences.add(
          "Images that are shared with other accounts can go, as was asked for, whoever uses them"
              + " there");
    }
    return sentences;
  }

  private String scope() {
    if (first == null) {
      throw new IllegalStateException("There is no plan to decide on: add one");
    }
    return scopes > 1
        ? scopes + " scopes"
        : TerminalText.sanitize(
            "Account %s, region %s".formatted(first.accountId(), first.region()));
  }

  private String verdicts() {
    return PlanMessages.counted(removals, "image")
        + " to remove, "
        + (changes > 0 ? changes + " to change, " : "")
        + kept.size()
        + " kept"
        + (kept.isEmpty() ? "" : " (" + KeptReasons.inWords(kept, Integer::toString) + ")")
        + ", "
        + ungrouped
        + " ungrouped\n";
  }

  private static String lines(Collection<String> sentences) {
    return sentences.stream().map(DecisionText::line).collect(Collectors.joining());
  }

  private static String line(String sentence) {
    return TerminalText.sanitize(sentence) + "\n";
  }

  /** The snapshots of one kind that are deleted, and what they cost. */
  private final class Storage {

    private final Set<String> unpriced = new TreeSet<>();
    private BigDecimal perMonth = BigDecimal.ZERO;
    private BigDecimal once = BigDecimal.ZERO;
    private int number;
    private int unknown;
    private long gib;

    void add(Stream<SnapshotDecision> snapshots, Optional<String> unpricedRegion) {
      Set<SnapshotId> counted = new HashSet<>();
      snapshots
          .filter(SnapshotDecision::isDeletion)
          .filter(snapshot -> counted.add(snapshot.snapshotId()))
          .forEach(this::add);
      if (!counted.isEmpty()) {
        unpricedRegion.ifPresent(unpriced::add);
      }
    }

    private void add(SnapshotDecision snapshot) {
      number++;
      gib += snapshot.sizeGiB().orElse(0);
      unknown += snapshot.sizeGiB().isEmpty() && snapshot.fullSizeBytes().isEmpty() ? 1 : 0;
    }

    String text(String noun) {
      Money money = new Money(prices.currency());
      StringBuilder text = new StringBuilder(PlanMessages.counted(number, noun));
      text.append(" to delete, ").append(gib).append(" GiB");
      if (number > 0 && (unpriced.isEmpty() || perMonth.signum() > 0)) {
        text.append(", at most ").append(money.withCurrency(perMonth)).append(" a month");
      }
      if (unknown > 0) {
        text.append(", without ").append(unknown).append(" of unknown size");
      }
      if (!unpriced.isEmpty()) {
        text.append(", cost unknown in ").append(String.join(", ", unpriced));
      }
      if (once.signum() > 0) {
        text.append("\nDeleting archived snapshots early is billed at most ");
        text.append(money.withCurrency(once)).append(" once");
      }
      return TerminalText.sanitizeLines(text.toString()) + "\n";
    }
  }
}
