package io.amiclean.aws;

import io.amiclean.aws.internal.RoleCredentials;
import io.amiclean.aws.internal.SessionCredentials;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Where region and credentials come from that the caller does not give. */
final class DefaultChain {

  private DefaultChain() {}

  /**
   * Returns the region of the environment, of a profile or of the machine.
   *
   * @param profile the profile, or {@code null} for the SDK's own choice
   * @param fallback the region where nothing gives one, or {@code null}
   * @throws AwsConfigurationException if there is no region
   */
  static Region region(@Nullable String profile, @Nullable String fallback) {
    try {
      DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
      return (profile == null ? chain : chain.profileName(profile)).build().getRegion();
    } catch (SdkClientException e) {
      if (fallback != null) {
        return Region.of(fallback);
      }
      throw new AwsConfigurationException(
          "No region: set one for these clients, in AWS_REGION or in the profile", e);
    }
  }

  /**
   * Returns a profile.
   *
   * @param name its name
   * @throws AwsConfigurationException if there is none, or if the class path lacks what its
   *     credentials need
   */
  static Profile profile(String name) {
    ProfileFile file = ProfileFile.defaultProfileFile();
    Profile profile =
        file.profile(name)
            .orElseThrow(
                () ->
                    new AwsConfigurationException(
                        "There is no profile '"
                            + name
                            + "': add it to ~/.aws/config or ~/.aws/credentials",
                        null));
    ProfileModules.missing(file, profile)
        .ifPresent(
            missing -> {
              throw new AwsConfigurationException(missing, null);
            });
    return profile;
  }

  /**
   * Returns the credentials of a profile, whatever the environment holds.
   *
   * @param profile the profile
   * @param opened is given what is to be closed
   */
  static AwsCredentialsProvider credentials(Profile profile, Consumer<SdkAutoCloseable> opened) {
    ProfileCredentialsProvider given =
        ProfileCredentialsProvider.builder().profileName(profile.name()).build();
    opened.accept(given);
    return explained(
        withSession(given, ProfileFile.defaultProfileFile(), profile, Optional::empty), profile);
  }

  /**
   * Returns the credentials of the SDK's own chain: environment, profile, and role of the machine.
   *
   * @param opened is given what is to be closed
   */
  static AwsCredentialsProvider credentials(Consumer<SdkAutoCloseable> opened) {
    return given().orElseGet(() -> searched(opened));
  }

  /**
   * Returns the credentials of system properties or of the environment, where the SDK's own chain
   * begins: the chain initialises all its providers, which takes longer than a call does.
   */
  private static Optional<AwsCredentialsProvider> given() {
    if (Stream.of(SdkSystemSetting.AWS_ACCESS_KEY_ID, SdkSystemSetting.AWS_SECRET_ACCESS_KEY)
        .map(SdkSystemSetting::property)
        .map(System::getProperty)
        .allMatch(DefaultChain::isGiven)) {
      return Optional.of(SystemPropertyCredentialsProvider.create());
    }
    return Stream.of(SdkSystemSetting.AWS_ACCESS_KEY_ID, SdkSystemSetting.AWS_SECRET_ACCESS_KEY)
            .map(SdkSystemSetting::environmentVariable)
            .map(System::getenv)
            .allMatch(DefaultChain::isGiven)
        ? Optional.of(EnvironmentVariableCredentialsProvider.create())
        : Optional.empty();
  }

  private static boolean isGiven(@Nullable String setting) {
    return setting != null && !setting.isBlank();
  }

  private static AwsCredentialsProvider searched(Consumer<SdkAutoCloseable> opened) {
    DefaultCredentialsProvider given = DefaultCredentialsProvider.builder().build();
    opened.accept(given);
    ProfileFile file = ProfileFile.defaultProfileFile();
    return file.profile(ProfileFileSystemSetting.AWS_PROFILE.getStringValueOrThrow())
        .map(
            profile ->
                ProfileModules.missing(file, profile)
                    .map(missing -> RoleCredentials.lacking(given, missing))
                    .orElseGet(
                        () ->
                            explained(
                                withSession(given, file, profile, () -> reason(profile)), profile)))
        .orElse(given);
  }

  private static AwsCredentialsProvider withSession(
      AwsCredentialsProvider given,
      ProfileFile file,
      Profile profile,
      Supplier<Optional<SdkException>> reason) {
    return ProfileModules.sessionOf(file, profile)
        .<AwsCredentialsProvider>map(session -> new SessionCredentials(given, reason, session))
        .orElse(given);
  }

  /** Returns why a profile gives no credentials, of which the SDK's own chain keeps a text only. */
  private static Optional<SdkException> reason(Profile profile) {
    try (ProfileCredentialsProvider own = ProfileCredentialsProvider.create(profile.name())) {
      own.resolveCredentials();
      return Optional.empty();
    } catch (SdkException e) {
      return Optional.of(e);
    }
  }

  /** The SDK assumes the role of a profile by itself, and does not say so when it fails. */
  private static AwsCredentialsProvider explained(AwsCredentialsProvider given, Profile profile) {
    return profile
        .property(ProfileProperty.ROLE_ARN)
        .<AwsCredentialsProvider>map(role -> new RoleCredentials(given, role))
        .orElse(given);
  }
}
