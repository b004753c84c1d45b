package io.amiclean.examples.fedora.archive;

import java.util.Map;
import java.util.TreeMap;

/** Facts for tests. */
public final class FedoraFacts {

  public static final String NIGHTLY = "Fedora-Rawhide-20170815.n.0";

  private FedoraFacts() {}

  /** Facts of a nightly compose, with others in addition or instead; an empty one is left out. */
  public static Map<String, String> nightly(String... others) {
    Map<String, String> facts = new TreeMap<>();
    facts.put(ComposeFacts.COMPOSE, NIGHTLY);
    facts.put(ComposeFacts.TYPE, "nightly");
    facts.put(ComposeFacts.PUBLISHED, "2017-08-15T06:00:00Z");
    for (int i = 0; i < others.length; i += 2) {
      facts.put(others[i], others[i + 1]);
    }
    facts.values().removeIf(String::isEmpty);
    return facts;
  }
}
