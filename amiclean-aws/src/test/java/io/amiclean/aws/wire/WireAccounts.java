package io.amiclean.aws.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The accounts and regions of an endpoint, and whose the temporary credentials are that it gave
 * out. With one region of one account, every request is for that one.
 */
final class WireAccounts {

  /** The services of a region of an account. */
  private record Place(WireState state, List<WireService> services) {}

  private static final String ONE_SESSION = "ASIAEXAMPLE";

  private final List<Place> places = new ArrayList<>();
  private final Map<String, String> sessions = new ConcurrentHashMap<>();

  synchronized void add(WireState state, List<WireService> services) {
    if (find(state.account(), state.region()).isPresent()) {
      throw new IllegalArgumentException(
          "The endpoint has " + state.region() + " of " + state.account() + " already");
    }
    places.add(new Place(state, services));
  }

  synchronized List<WireState> states() {
    return places.stream().map(Place::state).toList();
  }

  /**
   * The service that a request is for.
   *
   * @param choice picks it from all of a region
   * @return the service of the region and the account that the request is signed for; empty if
   *     there is no such region, or it is not enabled in the account
   */
  synchronized Optional<WireService> service(
      WireRequest request, Function<List<WireService>, WireService> choice) {
    if (places.size() == 1) {
      return Optional.of(choice.apply(places.get(0).services()));
    }
    String account = account(request);
    Optional<Place> found = find(account, request.region());
    if (found.isEmpty()) {
      // Organizations is one service for all regions.
      found =
          places.stream()
              .filter(place -> place.state().account().equals(account))
              .filter(place -> choice.apply(place.services()) instanceof OrganizationsService)
              .findFirst();
    }
    return found.map(place -> choice.apply(place.services()));
  }

  /** The services of the first region. */
  synchronized List<WireService> anyServices() {
    return places.get(0).services();
  }

  /** The first account is that of all lasting credentials. */
  private String account(WireRequest request) {
    return sessions.getOrDefault(request.accessKeyId(), places.get(0).state().account());
  }

  private Optional<Place> find(String account, String region) {
    return places.stream()
        .filter(place -> place.state().account().equals(account))
        .filter(place -> place.state().region().equals(region))
        .findFirst();
  }

  /** Gives out temporary credentials for an account, by their access key id. */
  synchronized String session(String account) {
    String accessKeyId = places.size() == 1 ? ONE_SESSION : "ASIA" + account;
    sessions.put(accessKeyId, account);
    return accessKeyId;
  }

  /** The external id that a role asks for, whichever region it was told to. */
  synchronized Optional<String> externalIdOf(String roleArn) {
    return states().stream()
        .map(state -> state.roles.get(roleArn))
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** The regions of an account by their codes, and whether they are enabled in it. */
  synchronized Map<String, Boolean> regions(String account) {
    List<WireState> all =
        states().stream().filter(state -> state.account().equals(account)).toList();
    Map<String, Boolean> regions =
        all.stream()
            .flatMap(state -> state.disabledRegions.stream())
            .collect(
                Collectors.toMap(region -> region, region -> false, (a, b) -> a, TreeMap::new));
    all.forEach(state -> regions.put(state.region(), true));
    return regions;
  }
}
