package io.amiclean.aws.internal.source;

import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.RecycleBinRule;
import io.amiclean.api.model.RecycleBinRule.Kind;
import io.amiclean.api.model.ResourceTag;
import io.amiclean.aws.internal.Ids;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.source.further.FurtherClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import software.amazon.awssdk.services.rbin.RbinClient;
import software.amazon.awssdk.services.rbin.model.GetRuleRequest;
import software.amazon.awssdk.services.rbin.model.GetRuleResponse;
import software.amazon.awssdk.services.rbin.model.ListRulesRequest;
import software.amazon.awssdk.services.rbin.model.LockState;
import software.amazon.awssdk.services.rbin.model.ResourceType;
import software.amazon.awssdk.services.rbin.model.RetentionPeriodUnit;
import software.amazon.awssdk.services.rbin.model.RuleStatus;

/**
 * Asks the Recycle Bin for its retention rules, one call for each kind of resource and one for each
 * rule. It is used only where {@link RetentionRules#hasClient()}. Thread-safe.
 *
 * @param client returns the client, when it is needed; the caller owns it
 */
public record RetentionRuleReader(Supplier<CheckedClient<RbinClient>> client)
    implements Supplier<List<RecycleBinRule>> {

  private static final ReadOperation LIST =
      new ReadOperation(ImageInventory.RECYCLE_BIN_RULES, "rbin:ListRules");
  private static final ReadOperation GET =
      new ReadOperation(ImageInventory.RECYCLE_BIN_RULES, "rbin:GetRule");

  private static final Map<ResourceType, Kind> KINDS =
      Map.of(ResourceType.EC2_IMAGE, Kind.IMAGE, ResourceType.EBS_SNAPSHOT, Kind.SNAPSHOT);

  /**
   * Returns a reader.
   *
   * @param clients have the client, or build it when it is first asked for
   * @return the reader
   */
  public static RetentionRuleReader with(FurtherClients clients) {
    return new RetentionRuleReader(
        () -> clients.client(LIST.source(), RbinClient.class, RbinClient::builder));
  }

  /**
   * Asks.
   *
   * @return the rules for images and snapshots, sorted by id
   * @throws io.amiclean.api.model.EvidenceException if they could not be read to their end
   */
  @Override
  public List<RecycleBinRule> get() {
    CheckedClient<RbinClient> rbin = client.get();
    Map<String, RecycleBinRule> rules = new TreeMap<>();
    new TreeMap<>(KINDS)
        .forEach(
            (type, kind) -> ids(rbin, type).forEach(id -> rules.put(id, rule(rbin, id, kind))));
    return List.copyOf(rules.values());
  }

  private static List<String> ids(CheckedClient<RbinClient> rbin, ResourceType type) {
    List<String> ids = new ArrayList<>();
    LIST.pages(
        rbin,
        RbinClient::listRules,
        ListRulesRequest.builder().resourceType(type).build(),
        page ->
            page.rules()
                .forEach(
                    rule -> {
                      if (Ids.isMissing(rule.identifier())) {
                        throw LIST.misunderstood("no identifier of a rule");
                      }
                      ids.add(rule.identifier());
                    }));
    return ids;
  }

  private static RecycleBinRule rule(CheckedClient<RbinClient> rbin, String id, Kind kind) {
    GetRuleResponse rule =
        GET.call(rbin, RbinClient::getRule, GetRuleRequest.builder().identifier(id).build());
    if (rule.retentionPeriod() == null
        || rule.retentionPeriod().retentionPeriodValue() == null
        || rule.retentionPeriod().retentionPeriodValue() < 1
        || rule.retentionPeriod().retentionPeriodUnit() != RetentionPeriodUnit.DAYS) {
      throw GET.misunderstood("no days of the rule " + id);
    }
    return RecycleBinRule.builder()
        .id(id)
        .kind(kind)
        .days(rule.retentionPeriod().retentionPeriodValue())
        .tags(tags(rule.resourceTags()))
        .excludedTags(tags(rule.excludeResourceTags()))
        .available(rule.status() == RuleStatus.AVAILABLE)
        .locked(
            rule.lockState() == LockState.LOCKED || rule.lockState() == LockState.PENDING_UNLOCK)
        .build();
  }

  private static List<ResourceTag> tags(
      List<software.amazon.awssdk.services.rbin.model.ResourceTag> tags) {
    return tags.stream()
        .map(
            tag ->
                ResourceTag.of(
                    tag.resourceTagKey(), Objects.requireNonNullElse(tag.resourceTagValue(), "")))
        .toList();
  }
}
