package io.amiclean.aws.internal.source.further;

import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.source.UsageReading;
import io.amiclean.aws.source.UsageSourceProvider;
import java.util.List;
import java.util.Map;

/** The stacks of AWS CloudFormation, where its client is on the class path. Thread-safe. */
public final class CloudFormationStacks implements UsageSourceProvider {

  static final String STACKS = "cloudformation:DescribeStacks";

  /** Creates a provider, for {@link java.util.ServiceLoader}. */
  public CloudFormationStacks() {}

  @Override
  public String name() {
    return EvidenceSources.CLOUDFORMATION_STACKS;
  }

  @Override
  public Map<String, List<String>> permissions() {
    return Map.of(STACKS, List.of("*"));
  }

  @Override
  public List<String> neededClasses() {
    return List.of("software.amazon.awssdk.services.cloudformation.CloudFormationClient");
  }

  @Override
  public void read(UsageReading reading) {
    new StackReader(reading).read();
  }
}
