package io.amiclean.api.internal;

import io.amiclean.api.model.AmicleanException;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads sources, of users as well as built-in ones. What is no answer is named. */
public final class SourceReading {

  private SourceReading() {}

  /**
   * Reads a source.
   *
   * @param source the source, for the message of a failure
   * @param reading reads it
   * @param evidence returns the evidence of an answer
   * @param <T> the type of the answer
   * @return the answer
   * @throws EvidenceException if the source throws, answers {@code null}, or does not say what it
   *     read
   */
  public static <T> T read(
      Object source, Supplier<@Nullable T> reading, Function<T, List<Evidence>> evidence) {
    @Nullable T answer;
    try {
      answer = reading.get();
    } catch (AmicleanException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new EvidenceException(nameOf(source), "Reading " + nameOf(source) + " failed: " + e, e);
    }
    if (answer == null) {
      throw new EvidenceException(
          nameOf(source), nameOf(source) + " answered null: expected what it read, be it nothing");
    }
    if (evidence.apply(answer).isEmpty()) {
      throw new EvidenceException(
          nameOf(source),
          nameOf(source) + " does not say what it read: expected evidence of at least one source");
    }
    return answer;
  }

  /** Returns a name that is the same in every run, which that of a lambda's class is not. */
  private static String nameOf(Object source) {
    String name = source.getClass().getName();
    int lambda = name.indexOf("$$Lambda");
    return lambda < 0 ? name : name.substring(0, lambda) + "(lambda)";
  }
}
