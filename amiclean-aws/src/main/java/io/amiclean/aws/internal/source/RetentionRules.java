package io.amiclean.aws.internal.source;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.Evidence.SkipReason;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ReadingInterruptedException;
import io.amiclean.api.model.RecycleBinRule;
import io.amiclean.aws.internal.ClassPath;
import io.amiclean.aws.internal.SourceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The retention rules of the Recycle Bin, which say how long a removal can be undone. Nothing is
 * removed or kept because of them, so that a failure stops nothing: the evidence says then that
 * they are not known, and why. Thread-safe.
 *
 * @param context scope and clock
 * @param reader asks for the rules; empty if they are not asked for
 * @param notAskedBecause why they are not asked for, unless by the caller's choice
 */
public record RetentionRules(
    SourceContext context,
    Optional<Supplier<List<RecycleBinRule>>> reader,
    Optional<SkipReason> notAskedBecause) {

  private static final Logger LOG = LoggerFactory.getLogger(RetentionRules.class);

  private static final String SOURCE = ImageInventory.RECYCLE_BIN_RULES;

  /** The interface of the client that rules are read with. */
  public static final String CLIENT = "software.amazon.awssdk.services.rbin.RbinClient";

  /**
   * What is known.
   *
   * @param rules the rules, sorted by id
   * @param evidence whether they were read
   */
  record Answer(List<RecycleBinRule> rules, Evidence evidence) {}

  /**
   * Returns rules that are read.
   *
   * @param reader asks for the rules
   * @param context scope and clock
   * @return the rules
   */
  public static RetentionRules readBy(
      Supplier<List<RecycleBinRule>> reader, SourceContext context) {
    return new RetentionRules(context, Optional.of(reader), Optional.empty());
  }

  /**
   * Returns rules that are not asked for, by the caller's choice.
   *
   * @param context scope and clock
   * @return the rules
   */
  public static RetentionRules notAsked(SourceContext context) {
    return new RetentionRules(context, Optional.empty(), Optional.empty());
  }

  /**
   * Returns rules that are not asked for because the class path lacks the client.
   *
   * @param context scope and clock
   * @return the rules
   */
  public static RetentionRules withoutClient(SourceContext context) {
    return new RetentionRules(context, Optional.empty(), Optional.of(SkipReason.CLIENT_MISSING));
  }

  /**
   * Returns whether the class path has the client that rules are read with.
   *
   * @return whether it has
   */
  public static boolean hasClient() {
    return ClassPath.missing(List.of(CLIENT), RetentionRules.class).isEmpty();
  }

  /** Returns the rules, or that they are not known. */
  Answer read() {
    Instant now = context.now();
    return reader
        .map(asked -> ask(asked, now))
        .orElseGet(
            () ->
                new Answer(
                    List.of(),
                    Evidence.builder()
                        .from(Evidence.skipped(SOURCE, now))
                        .skipReason(notAskedBecause)
                        .build()));
  }

  private static Answer ask(Supplier<List<RecycleBinRule>> reader, Instant now) {
    try {
      List<RecycleBinRule> rules = reader.get();
      return new Answer(rules, Evidence.complete(SOURCE, rules.size(), now));
    } catch (ReadingInterruptedException e) {
      throw e;
    } catch (EvidenceException e) {
      LOG.debug("The rules of the Recycle Bin are not known", e);
      return new Answer(
          List.of(),
          Evidence.builder()
              .from(Evidence.skipped(SOURCE, now))
              .addNotes(
                  "How long the Recycle Bin would hold what is removed is not known: "
                      + e.getMessage())
              .build());
    }
  }
}
