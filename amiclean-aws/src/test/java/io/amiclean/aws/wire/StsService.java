package io.amiclean.aws.wire;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** STS: who is asking, and roles to assume. */
final class StsService extends QueryService {

  static final String VERSION = "2011-06-15";

  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::([0-9]{12}):role/(?:[!-~]+/)?([\\w+=,.@-]{1,64})");

  private static final Pattern SESSION = Pattern.compile("[\\w+=,.@-]{2,64}");

  private static final int SHORTEST_SECONDS = 900;
  private static final int LONGEST_SECONDS = 43_200;

  private final WireAccounts accounts;

  StsService(WireState state, WirePages pages, WireAccounts accounts) {
    super(state, pages, "sts", "https://sts.amazonaws.com/doc/2011-06-15/");
    this.accounts = accounts;
    action("GetCallerIdentity", this::callerIdentity);
    action(
        "AssumeRole",
        this::assumeRole,
        "RoleArn",
        "RoleSessionName",
        "ExternalId",
        "Policy",
        "DurationSeconds");
  }

  /**
   * GetCallerIdentity needs no permission, and no policy can deny it (STS API Reference,
   * GetCallerIdentity).
   */
  @Override
  boolean isDenied(String action) {
    return !action.equals("GetCallerIdentity") && super.isDenied(action);
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

  /** A role that does not exist is refused like one that does not trust the caller. */
  private Map<String, ?> assumeRole(WireRequest request) {
    String arn = request.required("RoleArn");
    String session = request.required("RoleSessionName");
    String seconds = request.parameter("DurationSeconds").orElse("3600");
    Matcher role = ROLE.matcher(arn);
    if (!role.matches()) {
      throw WireFault.of("ValidationError", arn + " is invalid");
    }
    if (!SESSION.matcher(session).matches()) {
      throw WireFault.of("ValidationError", "The session name " + session + " is invalid");
    }
    if (!seconds.matches("[0-9]{1,9}")
        || Integer.parseInt(seconds) < SHORTEST_SECONDS
        || Integer.parseInt(seconds) > LONGEST_SECONDS) {
      throw WireFault.of("ValidationError", "DurationSeconds " + seconds + " is invalid");
    }
    Optional<String> asked = accounts.externalIdOf(arn);
    if (asked.isEmpty()
        || !(asked.get().isEmpty() || asked.equals(request.parameter("ExternalId")))) {
      throw new WireFault(
          403,
          "AccessDenied",
          "User: arn:aws:iam::%s:user/tester is not authorized to perform: sts:AssumeRole on resource: %s"
              .formatted(state.account(), arn));
    }
    return Map.of(
        "Credentials",
        Map.of(
            "AccessKeyId",
            accounts.session(role.group(1)),
            "SecretAccessKey",
            "secret",
            "SessionToken",
            "token",
            // Far away: the clients go by the clock of the machine.
            "Expiration",
            "2999-01-01T00:00:00Z"),
        "AssumedRoleUser",
        Map.of(
            "Arn",
            "arn:aws:sts::" + role.group(1) + ":assumed-role/" + role.group(2) + "/" + session,
            "AssumedRoleId",
            "AROAEXAMPLE:" + session));
  }
}
