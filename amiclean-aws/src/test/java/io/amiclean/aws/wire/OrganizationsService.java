package io.amiclean.aws.wire;

import java.util.List;
import java.util.Map;

/** Organizations: the accounts of one, over AWS JSON 1.1. */
final class OrganizationsService extends JsonService {

  /** Of the API; the wire has it in {@link #TARGET}. */
  static final String VERSION = "2016-11-28";

  /** What stands before the operation in the header {@code X-Amz-Target}. */
  static final String TARGET = "AWSOrganizationsV20161128.";

  OrganizationsService(WireState state, WirePages pages) {
    super(state, pages, "organizations", "application/x-amz-json-1.1");
    action("ListAccounts", this::listAccounts, "MaxResults", "NextToken");
    action("ListParents", this::listParents, "ChildId", "MaxResults", "NextToken");
  }

  @Override
  WireFault denied(String action) {
    return WireFault.of(
        "AccessDeniedException", "You don't have permissions to access this resource.");
  }

  @Override
  String error(WireFault fault, String requestId) {
    return Json.write(Map.of("__type", fault.code(), "Message", fault.message()));
  }

  private Map<String, ?> listAccounts(WireRequest request) {
    if (state.organizationAccounts.isEmpty()) {
      throw WireFault.of(
          "AWSOrganizationsNotInUseException", "Your account is not a member of an organization.");
    }
    return pages.page(
        request,
        "Accounts",
        "NextToken",
        boundedPageSize(request, 20, 20, "InvalidInputException", "maxResults"),
        () ->
            state.organizationAccounts.entrySet().stream()
                .map(account -> view(account.getKey(), account.getValue()))
                .toList());
  }

  private Map<String, ?> listParents(WireRequest request) {
    String child = request.parameter("ChildId").orElse("");
    String parent = state.organizationParents.get(child);
    if (parent == null) {
      throw WireFault.of(
          "ChildNotFoundException", "You specified a child that doesn't exist: " + child);
    }
    return Map.of(
        "Parents",
        List.of(
            Map.of(
                "Id", parent, "Type", parent.startsWith("r-") ? "ROOT" : "ORGANIZATIONAL_UNIT")));
  }

  /** The state has replaced the status, which it does not always translate to. */
  private Map<String, ?> view(String id, String accountState) {
    return Map.of(
        "Id",
        id,
        "Arn",
        "arn:aws:organizations::" + state.account() + ":account/o-exampleorgid/" + id,
        "Email",
        id + "@example.com",
        "Name",
        "account " + id,
        "State",
        accountState,
        "JoinedMethod",
        "CREATED");
  }
}
