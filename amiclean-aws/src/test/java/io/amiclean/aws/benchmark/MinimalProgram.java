package io.amiclean.aws.benchmark;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The least that a program on the AWS SDK has to do for a plan or a removal: the calls of the
 * command line, and nothing else. It decides nothing, and what it reads it throws away.
 */
public final class MinimalProgram {

  private static final int PAGE = 1000;
  private static final int TEMPLATES_PAGE = 200;
  private static final int GROUPS_PAGE = 100;

  private final SdkHttpClient http = UrlConnectionHttpClient.create();
  private final URI endpoint;
  private final Region region;

  private MinimalProgram(URI endpoint, Region region) {
    this.endpoint = endpoint;
    this.region = region;
  }

  /**
   * Runs it: {@code MinimalProgram <endpoint> <region> [threads]}. With a number of threads, it
   * deregisters every image.
   */
  public static void main(String... args) throws Exception {
    MinimalProgram program = new MinimalProgram(URI.create(args[0]), Region.of(args[1]));
    Ec2Client ec2 = program.client(Ec2Client.builder());
    List<Image> images = program.read(ec2);
    System.out.println(images.size() + " images");
    if (args.length > 2) {
      System.out.println(deregister(ec2, images, Integer.parseInt(args[2])) + " snapshots deleted");
    }
  }

  private List<Image> read(Ec2Client ec2) {
    client(StsClient.builder()).getCallerIdentity();
    ec2.describeSnapshotsPaginator(r -> r.ownerIds("self").maxResults(PAGE)).forEach(page -> {});
    List<Image> images = new ArrayList<>();
    ec2.describeImagesPaginator(
            r -> r.owners("self").includeDeprecated(true).includeDisabled(true).maxResults(PAGE))
        .forEach(page -> images.addAll(page.images()));
    AutoScalingClient autoScaling = client(AutoScalingClient.builder());
    autoScaling
        .describeAutoScalingGroupsPaginator(r -> r.maxRecords(GROUPS_PAGE))
        .forEach(page -> {});
    autoScaling
        .describeLaunchConfigurationsPaginator(r -> r.maxRecords(GROUPS_PAGE))
        .forEach(page -> {});
    ec2.describeLaunchTemplatesPaginator(
            r -> r.includeManagedResources(true).maxResults(TEMPLATES_PAGE))
        .forEach(page -> {});
    ec2.describeLaunchTemplateVersionsPaginator(
            r ->
                r.versions("$Latest", "$Default")
                    .includeManagedResources(true)
                    .maxResults(TEMPLATES_PAGE))
        .forEach(page -> {});
    ec2.describeInstancesPaginator(r -> r.includeManagedResources(true).maxResults(PAGE))
        .forEach(page -> {});
    return images;
  }

  private static long deregister(Ec2Client ec2, List<Image> images, int threads) throws Exception {
    List<Callable<Integer>> calls = new ArrayList<>();
    for (Image image : images) {
      calls.add(
          () ->
              ec2.deregisterImage(r -> r.imageId(image.imageId()).deleteAssociatedSnapshots(true))
                  .deleteSnapshotResults()
                  .size());
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    long snapshots = 0;
    try {
      for (Future<Integer> deleted : pool.invokeAll(calls)) {
        snapshots += deleted.get();
      }
    } finally {
      pool.shutdown();
    }
    return snapshots;
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
    return builder
        .endpointOverride(endpoint)
        .region(region)
        .credentialsProvider(EnvironmentVariableCredentialsProvider.create())
        .httpClient(http)
        .build();
  }
}
