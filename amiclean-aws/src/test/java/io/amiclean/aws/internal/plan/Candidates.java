package io.amiclean.aws.internal.plan;

import static io.amiclean.aws.AccountOverWire.ami;

import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageState;
import io.amiclean.aws.wire.WireEndpoint;
import java.util.List;
import java.util.stream.IntStream;

/** Candidates for removal, and what can go wrong with a look at them. */
final class Candidates {

  private Candidates() {}

  static Image image(int number) {
    return Image.builder().id(ami(number)).state(ImageState.AVAILABLE).build();
  }

  static List<Image> candidates(int... numbers) {
    return IntStream.of(numbers).mapToObj(Candidates::image).toList();
  }

  /** Has an operation fail, its second answer cut in the middle, or its pages have no end. */
  static void fault(WireEndpoint endpoint, String operation, String fault) {
    switch (fault) {
      case "failing" -> endpoint.failAlways(operation, 500, "InternalFailure", "Later.");
      case "cut" -> endpoint.halfPage(operation, 1);
      case "repeating its token" -> endpoint.sameTokenForEver(operation);
      default -> throw new IllegalArgumentException("No fault is called " + fault);
    }
  }
}
