package io.amiclean.core.inmemory;

import io.amiclean.api.internal.AmicleanStyle;
import io.amiclean.api.internal.Arguments;
import io.amiclean.api.model.ResourceId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/** A call that an {@link InMemoryAccount} was asked for, whether it failed or not. */
@Value.Immutable
@AmicleanStyle
public abstract class RecordedCall {

  RecordedCall() {}

  /**
   * Returns a call.
   *
   * @param call what was asked
   * @param about the images and snapshots that it was about
   * @return the call
   */
  public static RecordedCall of(AccountCall call, List<ResourceId> about) {
    Objects.requireNonNull(about, "about");
    return ImmutableRecordedCall.of(call, about);
  }

  /**
   * Returns a call.
   *
   * @param call what was asked
   * @param about the images and snapshots that it was about
   * @return the call
   */
  public static RecordedCall of(AccountCall call, ResourceId... about) {
    return of(call, Arguments.requireElements(about, "about"));
  }

  /**
   * Returns what was asked.
   *
   * @return the call
   */
  @Value.Parameter
  public abstract AccountCall call();

  /**
   * Returns the images and snapshots that the call was about. An image that was deregistered
   * together with its snapshots is followed by those snapshots.
   *
   * @return the ids; empty for a call that reads everything
   */
  @Value.Parameter
  public abstract List<ResourceId> about();

  /** Returns the call for people, such as {@code DEREGISTER_IMAGE ami-0a1b2c3d}. */
  @Override
  public final String toString() {
    return about().isEmpty()
        ? call().name()
        : about().stream()
            .map(ResourceId::value)
            .collect(Collectors.joining(" ", call() + " ", ""));
  }
}
