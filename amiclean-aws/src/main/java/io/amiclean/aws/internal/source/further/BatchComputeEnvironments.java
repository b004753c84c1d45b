package io.amiclean.aws.internal.source.further;

import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.source.UsageReading;
import io.amiclean.aws.source.UsageSourceProvider;
import java.util.List;
import java.util.Map;

/** The compute environments of AWS Batch, where its client is on the class path. Thread-safe. */
public final class BatchComputeEnvironments implements UsageSourceProvider {

  static final String ENVIRONMENTS = "batch:DescribeComputeEnvironments";

  private static final List<String> ANY = List.of("*");

  /** Creates a provider, for {@link java.util.ServiceLoader}. */
  public BatchComputeEnvironments() {}

  @Override
  public String name() {
    return EvidenceSources.BATCH_COMPUTE_ENVIRONMENTS;
  }

  @Override
  public Map<String, List<String>> permissions() {
    return Map.of(
        ENVIRONMENTS, ANY, "ec2:DescribeLaunchTemplateVersions", ANY, "ssm:GetParameters", ANY);
  }

  @Override
  public List<String> neededClasses() {
    return List.of("software.amazon.awssdk.services.batch.BatchClient");
  }

  @Override
  public void read(UsageReading reading) {
    new ComputeEnvironmentReader(reading).read();
  }
}
