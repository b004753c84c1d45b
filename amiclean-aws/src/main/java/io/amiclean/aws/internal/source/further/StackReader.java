package io.amiclean.aws.internal.source.further;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.source.UsageReading;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/**
 * Reads the ids that stand in the parameters of stacks, and in what parameters of Systems Manager
 * were resolved to: what the next update or a rollback launches.
 */
final class StackReader {

  private static final String KIND = "cloudformation-stack";

  private static final ReadOperation OPERATION =
      new ReadOperation(EvidenceSources.CLOUDFORMATION_STACKS, CloudFormationStacks.STACKS);

  /**
   * Stacks that can be deleted only (AWS CloudFormation User Guide, "Stack status codes"). One in
   * any other status, a new one included, may be updated or rolled back.
   */
  private static final Set<String> ENDED =
      Set.of(
          "DELETE_COMPLETE",
          "DELETE_FAILED",
          "DELETE_IN_PROGRESS",
          "ROLLBACK_COMPLETE",
          "ROLLBACK_FAILED");

  /** What stands in place of a value (AWS CloudFormation User Guide, "Parameters", NoEcho). */
  private static final String NO_ECHO = "****";

  private final UsageReading reading;
  private long hidden;

  StackReader(UsageReading reading) {
    this.reading = reading;
  }

  void read() {
    reading
        .client(CloudFormationClient.class, CloudFormationClient::builder)
        .pages(
            CloudFormationStacks.STACKS,
            CloudFormationClient::describeStacks,
            token -> DescribeStacksRequest.builder().nextToken(token).build(),
            DescribeStacksResponse::nextToken,
            page -> {
              reading.items(page.stacks().size());
              page.stacks().forEach(this::add);
            });
    if (hidden > 0) {
      reading.note(
          "Not shown, and protecting nothing, are parameters of stacks with NoEcho: " + hidden);
    }
  }

  private void add(Stack stack) {
    String user = Ids.isMissing(stack.stackId()) ? stack.stackName() : stack.stackId();
    if (Ids.isMissing(user)) {
      throw OPERATION.misunderstood("a stack without id and name");
    }
    String status = stack.stackStatusAsString();
    if (status != null && ENDED.contains(status)) {
      return;
    }
    if (status != null && isUpdateUnderWay(status)) {
      reading.note(
          "The stack "
              + stack.stackName()
              + " is "
              + status
              + ": CloudFormation shows no values of before that update");
    }
    for (Parameter parameter : stack.parameters()) {
      if (NO_ECHO.equals(parameter.parameterValue())) {
        hidden++;
      }
      String how = "parameter " + parameter.parameterKey();
      addIds(user, how, parameter.parameterValue());
      addIds(user, how + ", resolved", parameter.resolvedValue());
    }
  }

  private static boolean isUpdateUnderWay(String status) {
    return status.startsWith("UPDATE_")
        && (status.endsWith("_FAILED") || status.endsWith("_IN_PROGRESS"))
        && !status.endsWith("_CLEANUP_IN_PROGRESS");
  }

  private void addIds(String user, String how, @Nullable String text) {
    if (text != null) {
      Stream.<ResourceId>concat(ImageId.findIn(text).stream(), SnapshotId.findIn(text).stream())
          .forEach(target -> reading.uses(ImageReference.of(target, KIND, user, how)));
    }
  }
}
