package io.amiclean.aws.source;

import java.util.List;
import java.util.Map;

/**
 * A source of usage that amiclean does not have: it reads a service which can hold the ids of
 * images or snapshots. Providers are found by {@link java.util.ServiceLoader}: list the class in
 * {@code META-INF/services/io.amiclean.aws.source.UsageSourceProvider}, or where there is a module
 * descriptor, write {@code provides UsageSourceProvider with ...}.
 *
 * <p>Every {@link io.amiclean.aws.AwsAccount} reads the source from then on, like the built-in
 * ones: its name is one of {@link io.amiclean.aws.AwsAccount#sourceNames()} and can be {@linkplain
 * ReadingOptions.Builder#skip(String...) skipped}, its evidence is that of every plan, its actions
 * are in {@link io.amiclean.aws.MinimumIamPolicy}, and where it fails the planning fails.
 *
 * <p>Immutable and thread-safe; has a public constructor without parameters. To test it, extend
 * {@code ImageUsageSourceContract} of amiclean-api's test-jar over {@link
 * io.amiclean.aws.AwsAccount#usageBy}.
 *
 * <pre>{@code
 * public void read(UsageReading reading) {
 *   reading
 *       .client(EmrClient.class, EmrClient::builder)
 *       .pages(
 *           "elasticmapreduce:ListClusters",
 *           EmrClient::listClusters,
 *           token -> ListClustersRequest.builder().marker(token).build(),
 *           ListClustersResponse::marker,
 *           page -> page.clusters().forEach(cluster -> read(cluster, reading)));
 * }
 * }</pre>
 */
public interface UsageSourceProvider {

  /**
   * Returns the name of the source, as evidence, options and errors show it.
   *
   * @return lower-case words joined by hyphens behind a prefix of your own and a dot, such as
   *     {@code acme.emr-clusters}; no other provider has the same
   */
  String name();

  /**
   * Returns the IAM actions that reading needs, each with the resources that it is needed for.
   *
   * @return the resources by the actions, such as {@code elasticmapreduce:ListClusters}; of an
   *     action that knows no resources, {@code *} alone
   */
  Map<String, List<String>> permissions();

  /**
   * Returns the classes that this one does without, and reading does not. Where the class path
   * lacks one, the source is not asked: its evidence is {@linkplain
   * io.amiclean.api.model.Evidence.SkipReason#CLIENT_MISSING skipped}, and the policy lacks its
   * actions. It is for clients of the SDK that are optional dependencies; this class itself must
   * load without them.
   *
   * @return the names of classes, such as {@code software.amazon.awssdk.services.emr.EmrClient};
   *     none by default
   */
  default List<String> neededClasses() {
    return List.of();
  }

  /**
   * Reads all references that the service holds in the region, to the last page.
   *
   * @param reading makes the calls, and takes what they find; it is of use until this method
   *     returns
   * @throws io.amiclean.api.model.EvidenceException if they could not be read to their end; any
   *     other exception becomes one
   */
  void read(UsageReading reading);

  /**
   * Returns all providers that {@link java.util.ServiceLoader} finds, by the class loader of this
   * interface and by the context class loader of the first thread that asks. Those of AWS Batch and
   * AWS CloudFormation are amiclean's own.
   *
   * @return the providers, sorted by name
   * @throws IllegalStateException if a name or an action is malformed, if a name lacks a prefix or
   *     stands twice, or if amiclean's own are not found
   * @throws java.util.ServiceConfigurationError if a provider cannot be loaded
   */
  static List<UsageSourceProvider> installed() {
    return InstalledProviders.all();
  }
}
