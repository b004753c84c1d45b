package io.amiclean.examples.cli.options;

import io.amiclean.api.model.ImageFact;
import java.util.Iterator;
import java.util.stream.Stream;

/** The names of the facts that can be read of images, for the help. */
public final class ImageFacts implements Iterable<String> {

  @Override
  public Iterator<String> iterator() {
    return Stream.of(ImageFact.values()).map(ImageFact::source).iterator();
  }
}
