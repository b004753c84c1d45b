package io.amiclean.aws.wire;

/** AWS CloudFormation: its stacks. */
final class CloudFormationService extends QueryService {

  static final String VERSION = "2010-05-15";

  static final String STACKS = "Stacks";

  private static final int PAGE = 100;

  CloudFormationService(WireState state, WirePages pages) {
    super(state, pages, "cloudformation", "http://cloudformation.amazonaws.com/doc/2010-05-15/");
    action(
        "DescribeStacks",
        request -> pages.page(request, STACKS, "NextToken", PAGE, () -> state.listed(STACKS)),
        "NextToken");
  }
}
