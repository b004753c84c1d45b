package io.amiclean.core.inmemory;

import io.amiclean.api.model.ResourceId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which calls were made, and what is to happen at which of them. Thread-safe. */
final class CallLog {

  private static final Logger LOG = LoggerFactory.getLogger(CallLog.class);

  /** No number of a call: for what happens along with another call. */
  private static final int UNNUMBERED = 0;

  private final List<RecordedCall> calls = new ArrayList<>();
  private final Map<AccountCall, Integer> numbers = new EnumMap<>(AccountCall.class);
  private final List<Rule<Fault>> faults = new ArrayList<>();
  private final List<Rule<Runnable>> actions = new ArrayList<>();

  /** At which calls something is to happen. */
  @FunctionalInterface
  private interface Moment {
    boolean fits(int number, List<? extends ResourceId> about);
  }

  private record Rule<T>(AccountCall call, Moment moment, T what) {
    boolean fits(AccountCall call, int number, List<? extends ResourceId> about) {
      return this.call == call && moment.fits(number, about);
    }
  }

  /** Records a call, lets happen what is to happen before it, and returns how it is to fail. */
  Optional<Fault> begin(AccountCall call, List<ResourceId> about) {
    return begin(call, about, number -> faultOf(call, number, about));
  }

  /** The same for a call about several resources, which can fail for some of them only. */
  Map<ResourceId, Fault> beginTogether(AccountCall call, List<ResourceId> about) {
    return begin(
        call,
        about,
        number -> {
          Map<ResourceId, Fault> faults = new HashMap<>();
          about.forEach(
              id -> faultOf(call, number, List.of(id)).ifPresent(fault -> faults.put(id, fault)));
          return faults;
        });
  }

  private <T> T begin(AccountCall call, List<ResourceId> about, IntFunction<T> faults) {
    List<Runnable> before;
    T found;
    synchronized (this) {
      calls.add(RecordedCall.of(call, about));
      int number = numbers.merge(call, 1, Integer::sum);
      before =
          actions.stream().filter(rule -> rule.fits(call, number, about)).map(Rule::what).toList();
      found = faults.apply(number);
    }
    LOG.debug("{} {}, faults: {}", call, about, found);
    before.forEach(Runnable::run);
    return found;
  }

  /** Returns how something is to fail that happens along with another call. */
  synchronized Optional<Fault> faultAlong(AccountCall call, ResourceId about) {
    return faultOf(call, UNNUMBERED, List.of(about));
  }

  private Optional<Fault> faultOf(AccountCall call, int number, List<? extends ResourceId> about) {
    // The last rule wins, so that an exception can be made to an earlier one.
    return faults.stream()
        .filter(rule -> rule.fits(call, number, about))
        .map(Rule::what)
        .reduce((earlier, later) -> later);
  }

  synchronized void failAt(AccountCall call, int nth, Fault fault) {
    checkFits(call, fault);
    faults.add(new Rule<>(call, nthFromNow(call, nth), fault));
  }

  synchronized void failAt(AccountCall call, ResourceId about, Fault fault) {
    checkFits(call, fault);
    if (!call.isAbout(about)) {
      throw new IllegalArgumentException(
          call + " is never about " + about.value() + ": expected a call that is");
    }
    faults.add(new Rule<>(call, (number, ids) -> ids.contains(about), fault));
  }

  synchronized void failAlways(AccountCall call, Fault fault) {
    checkFits(call, fault);
    faults.add(new Rule<>(call, (number, ids) -> true, fault));
  }

  synchronized void before(AccountCall call, int nth, Runnable action) {
    actions.add(new Rule<>(call, nthFromNow(call, nth), action));
  }

  synchronized void clearFaults() {
    faults.clear();
    actions.clear();
  }

  synchronized List<RecordedCall> calls() {
    return List.copyOf(calls);
  }

  synchronized void clearCalls() {
    calls.clear();
  }

  private Moment nthFromNow(AccountCall call, int nth) {
    if (nth < 1) {
      throw new IllegalArgumentException(
          "There is no call number " + nth + " of " + call + ": expected 1 or more");
    }
    int due = Math.addExact(numbers.getOrDefault(call, 0), nth);
    return (number, about) -> number == due;
  }

  private static void checkFits(AccountCall call, Fault fault) {
    if (!fault.fits(call.kind())) {
      throw new IllegalArgumentException(
          call + " cannot fail as '" + fault + "': expected one of " + fault.fittingCalls());
    }
  }
}
