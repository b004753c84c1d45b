package io.amiclean.aws;

import io.amiclean.aws.internal.ClassPath;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * The modules of the AWS SDK that the credentials of a profile need, and that this library does not
 * bring: the SDK says so only when it is asked for credentials, and names one of two.
 */
final class ProfileModules {

  /** Names a section of its own, for which the SDK has no constant that is public. */
  private static final String SSO_SESSION = "sso_session";

  /** One of these makes a profile one of IAM Identity Center. */
  private static final List<String> SSO =
      List.of(
          SSO_SESSION,
          ProfileProperty.SSO_START_URL,
          ProfileProperty.SSO_ACCOUNT_ID,
          ProfileProperty.SSO_ROLE_NAME,
          ProfileProperty.SSO_REGION);

  /** The class that the SDK makes credentials or tokens with, by the module that holds it. */
  private static final Map<String, String> CLASSES =
      Map.of(
          "sso",
          "software.amazon.awssdk.services.sso.auth.SsoProfileCredentialsProviderFactory",
          "ssooidc",
          "software.amazon.awssdk.services.ssooidc.SsoOidcProfileTokenProviderFactory",
          "signin",
          "software.amazon.awssdk.services.signin.auth.LoginProfileCredentialsProviderFactory");

  private ProfileModules() {}

  /**
   * Returns what is wrong where the class path lacks a module.
   *
   * @param file the profiles
   * @param profile the one whose credentials are wanted
   * @return the profile, the modules and what to do; empty if nothing is missing
   */
  static Optional<String> missing(ProfileFile file, Profile profile) {
    return missing(file, profile, ProfileModules::isOnClassPath);
  }

  /** Returns the same, where a predicate says which classes there are. */
  static Optional<String> missing(ProfileFile file, Profile profile, Predicate<String> isPresent) {
    Profile source = source(file, profile);
    List<String> missing =
        needed(source).stream()
            .filter(module -> !isPresent.test(CLASSES.getOrDefault(module, "")))
            .map(module -> "software.amazon.awssdk:" + module)
            .toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The profile '"
                + source.name()
                + "' is one of "
                + (isSso(source) ? "IAM Identity Center" : "'aws login'")
                + ", which this program cannot use: add "
                + String.join(" and ", missing)
                + " to its class path");
  }

  /** Returns the name of the profile that has the session of IAM Identity Center, if one has. */
  static Optional<String> sessionOf(ProfileFile file, Profile profile) {
    return Optional.of(source(file, profile)).filter(ProfileModules::isSso).map(Profile::name);
  }

  /** Follows {@code source_profile} to the profile that holds credentials of its own. */
  private static Profile source(ProfileFile file, Profile profile) {
    Set<String> seen = new HashSet<>();
    Profile found = profile;
    while (seen.add(found.name())
        && !isSso(found)
        && has(found, ProfileProperty.ROLE_ARN)
        && has(found, ProfileProperty.SOURCE_PROFILE)) {
      found = found.property(ProfileProperty.SOURCE_PROFILE).flatMap(file::profile).orElse(found);
    }
    return found;
  }

  private static List<String> needed(Profile profile) {
    if (isSso(profile)) {
      return has(profile, SSO_SESSION) ? List.of("sso", "ssooidc") : List.of("sso");
    }
    return has(profile, ProfileProperty.LOGIN_SESSION) && !has(profile, ProfileProperty.ROLE_ARN)
        ? List.of("signin")
        : List.of();
  }

  private static boolean isSso(Profile profile) {
    return SSO.stream().anyMatch(key -> has(profile, key));
  }

  private static boolean has(Profile profile, String key) {
    return profile.property(key).isPresent();
  }

  /** The SDK searches with the same class loaders. */
  private static boolean isOnClassPath(String className) {
    return ClassPath.has(className, ProfileCredentialsProvider.class);
  }
}
