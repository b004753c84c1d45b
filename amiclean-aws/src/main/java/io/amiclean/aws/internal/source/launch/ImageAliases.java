package io.amiclean.aws.internal.source.launch;

import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ReadingInterruptedException;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.Parameters;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.call.AwsFailures;
import io.amiclean.aws.internal.call.CheckedClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * What the aliases of launch templates stand for: {@code resolve:ssm:} and a parameter's name or
 * ARN, which a version or a label may follow after a colon (EC2 User Guide, "Use a Systems Manager
 * parameter instead of an AMI ID in your launch template").
 *
 * <p>EC2 resolves them. How it answers where there is no such parameter is not documented; so where
 * it does not resolve one, Systems Manager says whether there is.
 *
 * <p>It lives for one reading and is not thread-safe.
 */
public final class ImageAliases {

  private static final String PREFIX = "resolve:ssm:";

  private static final Logger LOG = LoggerFactory.getLogger(ImageAliases.class);

  private static final int SERVER_ERROR = 500;

  private final CheckedClient<Ec2Client> ec2;
  private final Parameters parameters;
  private final String source;
  private final ReadOperation operation;

  private final Map<String, Optional<String>> images;

  /**
   * Creates aliases.
   *
   * @param source the name of the source that reads, which errors show
   * @param images what is known already of them, which what is found is added to
   */
  ImageAliases(
      CheckedClient<Ec2Client> ec2,
      Supplier<CheckedClient<SsmClient>> ssm,
      String source,
      Map<String, Optional<String>> images) {
    this.ec2 = ec2;
    this.source = source;
    this.images = images;
    this.parameters = new Parameters(ssm, source);
    this.operation = parameters.operation();
  }

  /** Returns whether an image is named by an alias. */
  public static boolean isAlias(@Nullable String image) {
    return image != null && image.startsWith(PREFIX);
  }

  /**
   * Returns the image that the alias of a launch template stands for now.
   *
   * @param alias the alias with its prefix
   * @param templateId a launch template that names its image by it
   * @param number the version of the template that does
   * @return the value of the parameter, an id unless it is odd; empty if there is no such parameter
   * @throws EvidenceException if it is denied or fails
   */
  Optional<String> resolve(String alias, String templateId, long number) {
    return resolve(
        alias,
        "version " + number + " of the launch template " + templateId,
        () -> byEc2(alias, templateId, number).or(() -> byParameter(alias)));
  }

  /**
   * Returns the image that an alias stands for now which no launch template names, such as that of
   * an override.
   *
   * @param alias the alias with its prefix
   * @param where who names its image by it
   * @return the value of the parameter, an id unless it is odd; empty if there is no such parameter
   * @throws EvidenceException if it is denied or fails
   */
  Optional<String> resolve(String alias, String where) {
    return resolve(alias, where, () -> byParameter(alias));
  }

  private Optional<String> resolve(
      String alias, String who, Supplier<Optional<String>> resolution) {
    Optional<String> known = images.get(alias);
    if (known != null) {
      return known;
    }
    String where = who + " names its image by '" + alias + "'";
    Optional<String> image;
    try {
      image = resolution.get();
    } catch (EvidenceDeniedException | ReadingInterruptedException e) {
      throw e;
    } catch (EvidenceException e) {
      throw new EvidenceException(
          source, "The image in use is not known: " + where + "; " + e.getMessage(), e);
    }
    if (image.isEmpty()) {
      LOG.debug("There is no parameter: {}", where);
    }
    images.put(alias, image);
    return image;
  }

  /**
   * Asks EC2, which resolves aliases only where a single version is asked for. Empty where it says
   * no image.
   */
  private Optional<String> byEc2(String alias, String templateId, long number) {
    List<String> answered = new ArrayList<>();
    try {
      operation.pages(
          ec2,
          Ec2Client::describeLaunchTemplateVersions,
          DescribeLaunchTemplateVersionsRequest.builder()
              .launchTemplateId(templateId)
              .versions(Long.toString(number))
              .resolveAlias(true)
              .includeManagedResources(true)
              .build(),
          page ->
              page.launchTemplateVersions().stream()
                  .map(LaunchTemplateVersion::launchTemplateData)
                  .filter(Objects::nonNull)
                  .map(ResponseLaunchTemplateData::imageId)
                  .filter(image -> !Ids.isMissing(image))
                  .forEach(answered::add));
    } catch (EvidenceDeniedException e) {
      throw e;
    } catch (EvidenceException e) {
      if (!isRefusal(e)) {
        throw e;
      }
      LOG.debug("EC2 does not resolve {}", alias, e);
      return Optional.empty();
    }
    return answered.size() == 1 && !answered.get(0).startsWith(PREFIX)
        ? Optional.of(answered.get(0))
        : Optional.empty();
  }

  /** An answer about what was asked for, and not about the service or the rate of requests. */
  private static boolean isRefusal(EvidenceException failure) {
    return AwsFailures.answerBehind(failure)
        .filter(answer -> answer.statusCode() < SERVER_ERROR)
        .filter(answer -> !AwsFailures.isThrottling(answer))
        .isPresent();
  }

  private Optional<String> byParameter(String alias) {
    return parameters
        .find(alias.substring(PREFIX.length()))
        .map(
            parameter -> {
              String value = parameter.value();
              if (value == null || value.isBlank() || value.startsWith(PREFIX)) {
                throw operation.misunderstood("no value for the parameter of '" + alias + "'");
              }
              return value;
            });
  }
}
