package io.amiclean.aws.wire;

import java.util.Map;

/** STS: who is asking. */
final class StsService extends QueryService {

  static final String VERSION = "2011-06-15";

  StsService(WireState state, WirePages pages) {
    super(state, pages, "sts", "https://sts.amazonaws.com/doc/2011-06-15/");
    action("GetCallerIdentity", this::callerIdentity);
  }

  /**
   * GetCallerIdentity needs no permission, and no policy can deny it (STS API Reference,
   * GetCallerIdentity).
   */
  @Override
  boolean isDenied(String action) {
    return false;
  }

  private Map<String, ?> callerIdentity(WireRequest request) {
    return Map.of(
        "Arn",
        "arn:aws:iam::" + state.account() + ":user/tester",
        "UserId",
        "AIDAEXAMPLE",
        "Account",
        state.account());
  }
}
