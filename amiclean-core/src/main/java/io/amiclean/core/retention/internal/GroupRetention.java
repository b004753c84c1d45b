package io.amiclean.core.retention.internal;

import com.google.common.collect.Lists;
import io.amiclean.api.internal.StrategyInvoker;
import io.amiclean.api.mapping.ImageGroup;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.PlanningContext;
import io.amiclean.api.model.Reason;
import io.amiclean.api.policy.Strategy;
import io.amiclean.api.retention.RetentionDecision;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.core.exclusion.internal.Exclusions;
import io.amiclean.core.mapping.internal.ImageGroups;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What a group keeps of the images that are not excluded, and why. Immutable. */
public final class GroupRetention {

  private final RetentionStrategy retention;
  private final RetentionDecision decision;

  private final CandidateRanks ranks;

  /** The ranks of the candidates that the group keeps. */
  private final BitSet kept = new BitSet();

  private GroupRetention(
      RetentionStrategy retention, Question question, RetentionDecision decision) {
    this.retention = retention;
    this.decision = decision;
    this.ranks = question.ranks();
    List<Image> candidates = question.group().candidates();
    for (int i = 0; i < candidates.size(); i++) {
      kept.set(i + 1, decision.keeps(candidates.get(i).id()));
    }
    requireSound(retention, question, decision, kept.cardinality());
  }

  /**
   * Requires what every retention promises, of the parts of a joined one before the whole.
   *
   * @param kept how many of the candidates the decision keeps
   */
  private static void requireSound(
      RetentionStrategy retention, Question question, RetentionDecision decision, long kept) {
    List<Image> candidates = question.group().candidates();
    for (RetentionDecision.Part part : decision.parts()) {
      RetentionDecision of = part.decision();
      requireSound(
          part.strategy(),
          question,
          of,
          candidates.stream().filter(image -> of.keeps(image.id())).count());
    }
    decision
        .reasons()
        .forEach((image, reasons) -> StrategyInvoker.requireProtecting(retention, image, reasons));
    if (kept < decision.reasons().size()) {
      Set<ImageId> ids = candidates.stream().map(Image::id).collect(Collectors.toSet());
      StrategyInvoker.requireAsked(retention, question, decision.reasons().keySet(), ids);
    }
  }

  private record Candidate(int position, Image image, Instant created) {}

  /** What a retention is asked about. */
  private record Question(ImageGroup group, CandidateRanks ranks) {

    static Question about(ImageGroups.Group group, Exclusions exclusions, PlanningContext context) {
      List<Image> images = context.images().images();
      List<Candidate> candidates = new ArrayList<>(group.positions().length());
      List<Image> kept = new ArrayList<>();
      for (int i = 0; i < group.positions().length(); i++) {
        int position = group.positions().get(i);
        Image image = images.get(position);
        if (image.creationDate().isPresent() && !exclusions.contains(position)) {
          candidates.add(new Candidate(position, image, image.creationDate().get()));
        } else {
          kept.add(image);
        }
      }
      // Images of an inventory are sorted by id, which those of the same date stay.
      candidates.sort(Comparator.comparing(Candidate::created).reversed());
      kept.sort(Image.NEWEST_FIRST);
      return new Question(
          ImageGroup.builder()
              .key(group.key())
              .candidates(Lists.transform(candidates, Candidate::image))
              .kept(kept)
              .build(),
          CandidateRanks.of(Lists.transform(candidates, Candidate::position)));
    }

    @Override
    public String toString() {
      return new StrategyInvoker.Group(group.key()).toString();
    }
  }

  /**
   * Asks the retention about the images of groups that are not excluded and whose creation date is
   * known.
   *
   * @param retention the retention
   * @param groups the groups; all of them if the retention {@linkplain
   *     RetentionStrategy#spansGroups() spans groups}
   * @param exclusions which images are excluded
   * @param context what was read
   * @return what each of the groups keeps, in their order
   */
  public static List<GroupRetention> of(
      RetentionStrategy retention,
      List<ImageGroups.Group> groups,
      Exclusions exclusions,
      PlanningContext context) {
    List<Question> questions =
        groups.stream().map(group -> Question.about(group, exclusions, context)).toList();
    List<RetentionDecision> decisions = decisions(retention, questions, context);
    List<GroupRetention> retentions = new ArrayList<>(questions.size());
    for (int i = 0; i < questions.size(); i++) {
      retentions.add(new GroupRetention(retention, questions.get(i), decisions.get(i)));
    }
    return retentions;
  }

  private static List<RetentionDecision> decisions(
      RetentionStrategy retention, List<Question> questions, PlanningContext context) {
    if (retention.spansGroups()) {
      List<ImageGroup> groups = questions.stream().map(Question::group).toList();
      return StrategyInvoker.callForAll(
          retention,
          Lists.transform(groups, ImageGroup::key),
          () -> retention.decideAll(groups, context));
    }
    List<RetentionDecision> decisions = new ArrayList<>(questions.size());
    for (Question question : questions) {
      ImageGroup group = question.group();
      decisions.add(
          group.candidates().isEmpty()
              ? RetentionDecision.keepNone()
              : StrategyInvoker.call(retention, question, () -> retention.decide(group, context)));
    }
    return decisions;
  }

  /**
   * Returns whether the group keeps an image.
   *
   * @param position the position of the image in the inventory
   * @return whether the retention keeps it
   */
  public boolean keeps(int position) {
    return kept.get(rank(position));
  }

  /**
   * Returns why the group keeps an image.
   *
   * @param image the id
   * @return the reasons; empty if the group lets it go
   */
  public List<Reason> reasons(ImageId image) {
    return decision.reasons().getOrDefault(image, List.of());
  }

  /**
   * Hands on what each part of the retention answered about an image.
   *
   * @param image the id
   * @param answers receives the strategies with their reasons, in the order of asking
   */
  public void answers(ImageId image, BiConsumer<? super Strategy, ? super List<Reason>> answers) {
    decision.answers(retention, image, answers);
  }

  /**
   * Hands on what keeps an image: the retention and its parts, however deep they are.
   *
   * @param image the id
   * @param keeping takes each strategy that keeps the image
   */
  public void keeping(ImageId image, Consumer<? super Strategy> keeping) {
    keeping(retention, decision, image, keeping);
  }

  private static void keeping(
      Strategy strategy,
      RetentionDecision decision,
      ImageId image,
      Consumer<? super Strategy> keeping) {
    if (decision.keeps(image)) {
      keeping.accept(strategy);
      decision.parts().forEach(part -> keeping(part.strategy(), part.decision(), image, keeping));
    }
  }

  /**
   * Returns how many images of the group the retention decided on.
   *
   * @return the number
   */
  public int candidates() {
    return ranks.size();
  }

  /**
   * Returns the rank of an image among the candidates of the group, the newest being 1.
   *
   * @param position the position of the image in the inventory
   * @return the rank, or 0 if the image is no candidate
   */
  public int rank(int position) {
    return ranks.of(position);
  }
}
