package io.amiclean.aws.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A service: its actions, and the form of its answers. */
abstract class WireService {

  /** What an action answers, and does: elements by their names. */
  interface Handler {
    Map<String, ?> answer(WireRequest request);
  }

  private record Action(Handler handler, Set<String> parameters) {}

  final WireState state;
  final WirePages pages;
  private final String iamPrefix;
  private final Map<String, Action> actions = new HashMap<>();

  WireService(WireState state, WirePages pages, String iamPrefix) {
    this.state = state;
    this.pages = pages;
    this.iamPrefix = iamPrefix;
  }

  /**
   * Adds an action.
   *
   * @param parameters those that it knows, lists without their numbers; any other is refused, lest
   *     a test passes because something was ignored
   */
  final void action(String name, Handler handler, String... parameters) {
    actions.put(name, new Action(handler, Set.of(parameters)));
  }

  /** Does what was asked for, as one atomic step. */
  final Map<String, ?> answer(WireRequest request) {
    Action action = actions.get(request.action());
    if (action == null) {
      throw unknownAction(request.action());
    }
    for (String name : request.parameters().keySet()) {
      String list = name.replaceFirst("\\..*", "");
      if (!action.parameters.contains(list) && !list.equals("Action") && !list.equals("Version")) {
        throw WireFault.of("UnknownParameter", "The parameter " + name + " is not recognized");
      }
    }
    synchronized (state) {
      if (isDenied(request.action())) {
        throw denied(request.action());
      }
      return action.handler.answer(request);
    }
  }

  boolean isDenied(String action) {
    return state.isDenied(iamPrefix + ":" + action);
  }

  final String notAuthorized(String action) {
    return "User: arn:aws:iam::%s:user/tester is not authorized to perform: %s:%s because no identity-based policy allows the %s:%s action"
        .formatted(state.account(), iamPrefix, action, iamPrefix, action);
  }

  WireFault unknownAction(String action) {
    return WireFault.of(
        "InvalidAction", "The action " + action + " is not valid for this web service.");
  }

  String contentType() {
    return "text/xml;charset=UTF-8";
  }

  /** Headers of an error that say what its body does not. */
  Map<String, String> errorHeaders(WireFault fault) {
    return Map.of();
  }

  /** The name in IAM, {@code ec2} for one. */
  final String iamPrefix() {
    return iamPrefix;
  }

  abstract WireFault denied(String action);

  abstract String success(String action, Map<String, ?> answer, String requestId);

  abstract String error(WireFault fault, String requestId);

  /** MaxResults or its like. Too many are cut down to the largest page, too few are refused. */
  static int pageSize(WireRequest request, String parameter, int least, int most, int unasked) {
    String text = request.parameter(parameter).orElse(String.valueOf(unasked));
    if (!text.matches("-?[0-9]{1,9}") || Integer.parseInt(text) < least) {
      throw WireFault.of(
          "InvalidParameterValue",
          "Value ( %s ) for parameter %s is invalid. Expecting a value of at least %d."
              .formatted(text, parameter, least));
    }
    return Math.min(Integer.parseInt(text), most);
  }
}
