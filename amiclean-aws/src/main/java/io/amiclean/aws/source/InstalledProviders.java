package io.amiclean.aws.source;

import io.amiclean.aws.internal.EvidenceSources;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The providers of sources of usage that there are, checked. */
final class InstalledProviders {

  private static final Pattern PREFIXED =
      Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*(?:\\.[a-z0-9]+(?:-[a-z0-9]+)*)+");

  private static final Pattern ACTION = Pattern.compile("[a-z0-9-]+:[A-Za-z0-9]+");

  private static @Nullable List<UsageSourceProvider> installed;

  private InstalledProviders() {}

  /** Returns the same providers at each call. */
  static synchronized List<UsageSourceProvider> all() {
    List<UsageSourceProvider> known = installed;
    if (known == null) {
      known =
          foundBy(
              UsageSourceProvider.class.getClassLoader(),
              Thread.currentThread().getContextClassLoader());
      installed = known;
    }
    return known;
  }

  /** Returns the providers that class loaders find, sorted by name. */
  static List<UsageSourceProvider> foundBy(@Nullable ClassLoader... loaders) {
    Map<Class<?>, UsageSourceProvider> found = new LinkedHashMap<>();
    for (@Nullable ClassLoader loader : loaders) {
      ServiceLoader.load(UsageSourceProvider.class, loader).stream()
          .filter(provider -> !found.containsKey(provider.type()))
          .forEach(provider -> found.put(provider.type(), provider.get()));
    }
    return checked(found.values());
  }

  private static List<UsageSourceProvider> checked(Collection<UsageSourceProvider> found) {
    SortedMap<String, UsageSourceProvider> byName = new TreeMap<>();
    for (UsageSourceProvider provider : found) {
      check(provider);
      UsageSourceProvider other = byName.putIfAbsent(provider.name(), provider);
      if (other != null) {
        throw new IllegalStateException(
            "The source '"
                + provider.name()
                + "' is that of "
                + other.getClass().getName()
                + " and of "
                + provider.getClass().getName()
                + ": expected each name once");
      }
    }
    for (String own : EvidenceSources.provided()) {
      if (!byName.containsKey(own)) {
        throw new IllegalStateException(
            "amiclean's own source '"
                + own
                + "' is not found: expected META-INF/services/"
                + UsageSourceProvider.class.getName()
                + " of amiclean-aws on the class path, joined with those of others where jars are"
                + " merged");
      }
    }
    return byName.values().stream()
        .sorted(Comparator.comparing(UsageSourceProvider::name))
        .toList();
  }

  private static void check(UsageSourceProvider provider) {
    String name = provider.name();
    if (!PREFIXED.matcher(name).matches() && !EvidenceSources.provided().contains(name)) {
      throw malformed(
          provider,
          "is none: expected lower-case words joined by hyphens, with a prefix, such as"
              + " acme.emr-clusters");
    }
    if (provider.permissions().isEmpty()) {
      throw malformed(provider, "has no permissions: expected the IAM actions of its calls");
    }
    provider
        .permissions()
        .forEach(
            (action, resources) ->
                fault(action, resources)
                    .ifPresent(
                        fault -> {
                          throw malformed(provider, fault);
                        }));
  }

  private static Optional<String> fault(String action, List<String> resources) {
    if (!ACTION.matcher(action).matches()) {
      return Optional.of(
          "needs '" + action + "': expected an IAM action such as elasticmapreduce:ListClusters");
    }
    return resources.equals(List.of("*"))
            || (!resources.isEmpty()
                && resources.stream().allMatch(resource -> resource.startsWith("arn:")))
        ? Optional.empty()
        : Optional.of(
            "needs " + action + " for " + resources + ": expected ARNs, or one asterisk alone");
  }

  private static IllegalStateException malformed(UsageSourceProvider provider, String fault) {
    return new IllegalStateException(
        "The source '" + provider.name() + "' of " + provider.getClass().getName() + " " + fault);
  }

  /** Returns the names of sources that can be left out, those that are built in first. */
  static List<String> skippable() {
    return Stream.concat(
            EvidenceSources.skippable().stream(), all().stream().map(UsageSourceProvider::name))
        .distinct()
        .toList();
  }
}
