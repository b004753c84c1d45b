package io.amiclean.core.inmemory;

import io.amiclean.api.model.ResourceId;
import java.util.List;
import java.util.Objects;

/** The calls of an account in memory: recorded, and made to fail where a test wants it. */
abstract class AccountCalls {

  final CallLog calls;

  AccountCalls(CallLog calls) {
    this.calls = calls;
  }

  /**
   * Fails at the call that is made as the {@code nth} from now on. Where several faults fit a call,
   * the last one given happens.
   *
   * @param call which call
   * @param nth 1 for the next one
   * @param fault how it fails
   * @throws IllegalArgumentException if {@code nth} is less than 1, or the call cannot fail so
   */
  public void failAt(AccountCall call, int nth, Fault fault) {
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(fault, "fault");
    calls.failAt(call, nth, fault);
  }

  /**
   * Fails at every call about an image or a snapshot, from now on. A fault of {@link
   * AccountCall#DELETE_SNAPSHOT} is also that of a snapshot that is to go together with its image;
   * of images that are tagged together only that one fails.
   *
   * @param call which call
   * @param about the image or snapshot
   * @param fault how it fails
   * @throws IllegalArgumentException if the call is never about such an id, or cannot fail so
   */
  public void failAt(AccountCall call, ResourceId about, Fault fault) {
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(about, "about");
    Objects.requireNonNull(fault, "fault");
    calls.failAt(call, about, fault);
  }

  /**
   * Fails at every call from now on. A fault of {@link AccountCall#DELETE_SNAPSHOT} is also that of
   * snapshots that are to go together with their image.
   *
   * @param call which call
   * @param fault how it fails
   * @throws IllegalArgumentException if the call cannot fail so
   */
  public void failAlways(AccountCall call, Fault fault) {
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(fault, "fault");
    calls.failAlways(call, fault);
  }

  /**
   * Lets something happen right before a call takes effect, such as the removal by another program
   * of the same image. It may use this account.
   *
   * @param call which call
   * @param nth 1 for the next one from now on
   * @param action what happens, in the thread of the caller
   * @throws IllegalArgumentException if {@code nth} is less than 1
   */
  public void before(AccountCall call, int nth, Runnable action) {
    Objects.requireNonNull(call, "call");
    Objects.requireNonNull(action, "action");
    calls.before(call, nth, action);
  }

  /** Forgets all that was given by {@code failAt}, {@code failAlways} and {@code before}. */
  public void clearFaults() {
    calls.clearFaults();
  }

  /**
   * Returns all calls so far, failed ones included, in their order. A source that is skipped is not
   * called.
   *
   * @return the calls
   */
  public List<RecordedCall> calls() {
    return calls.calls();
  }

  /**
   * Returns all calls of one sort so far, failed ones included, in their order.
   *
   * @param call which calls
   * @return the calls
   */
  public List<RecordedCall> calls(AccountCall call) {
    Objects.requireNonNull(call, "call");
    return calls.calls().stream().filter(made -> made.call() == call).toList();
  }

  /** Forgets the calls so far; faults that are to come are still counted by them. */
  public void clearCalls() {
    calls.clearCalls();
  }
}
