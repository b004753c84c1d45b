package io.amiclean.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.api.model.PlanRefusedException;
import io.amiclean.api.policy.CleanupPolicy;
import io.amiclean.api.policy.StrategySpec;
import io.amiclean.core.json.PolicyJson;
import io.amiclean.core.plan.StrategyRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PoliciesByScopeTest {

  private static final AccountId ONE = AccountId.of("111111111111");
  private static final AccountId TWO = AccountId.of("222222222222");
  private static final CleanupScope ONE_EU = CleanupScope.of(ONE, "eu-west-1");
  private static final CleanupScope TWO_EU = CleanupScope.of(TWO, "eu-west-1");
  private static final CleanupScope TWO_US = CleanupScope.of(TWO, "us-east-1");

  private static final OrganizationalUnits NONE = OrganizationalUnits.unknown("nothing is known");

  private static CleanupPolicy keeping(int images) {
    return CleanupPolicy.builder()
        .addGroupBy(StrategySpec.of("everything", "all"))
        .addRetain(StrategySpec.of("keepNewest", images))
        .build();
  }

  private static ScopePolicy.Builder policy(int images) {
    return ScopePolicy.builder().policy(keeping(images));
  }

  @Test
  void theFirstThatIsForAScopeCounts() {
    PoliciesByScope policies =
        PoliciesByScope.builder()
            .addPolicies(policy(1).addAccounts(ONE).addRegions("us-east-1").build())
            .addPolicies(policy(2).addRegions("eu-west-1").build())
            .addPolicies(policy(3).addAccounts(ONE, TWO).build())
            .build();

    assertThat(policies.policyFor(ONE_EU, NONE)).isEqualTo(keeping(2));
    assertThat(policies.policyFor(TWO_US, NONE)).isEqualTo(keeping(3));
  }

  @Test
  void aRegionThatCannotExistIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy(1).addRegions("Ireland").build())
        .withMessage("'Ireland' is no region: expected one such as eu-west-1");
  }

  @Test
  void anOrganizationalUnitThatCannotExistIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy(1).addOrganizationalUnits("Production").build())
        .withMessageStartingWith("'Production' is no id of an organizational unit");
  }

  @Test
  void allPoliciesAreThoseOfScopesAndTheDefault() {
    PoliciesByScope policies =
        PoliciesByScope.builder()
            .addPolicies(policy(1).addAccounts(ONE).build())
            .otherwise(keeping(9))
            .build();

    assertThat(policies.all()).containsExactly(keeping(1), keeping(9));
  }

  @Test
  void organizationalUnitsCountWhereAnyPolicyNamesThem() {
    ScopePolicy ofAccount = policy(1).addAccounts(ONE).build();
    ScopePolicy ofUnit = policy(2).addOrganizationalUnits("ou-ab12-cdef3456").build();

    assertThat(PoliciesByScope.builder().addPolicies(ofAccount).build().nameOrganizationalUnits())
        .isFalse();
    assertThat(
            PoliciesByScope.builder()
                .addPolicies(ofAccount, ofUnit)
                .build()
                .nameOrganizationalUnits())
        .isTrue();
  }

  @Test
  void theDefaultIsForAllOthers() {
    PoliciesByScope policies =
        PoliciesByScope.builder()
            .addPolicies(policy(1).addAccounts(ONE).build())
            .otherwise(keeping(9))
            .build();

    assertThat(policies.policyFor(TWO_EU, NONE)).isEqualTo(keeping(9));
  }

  @Test
  void aScopeThatNoneIsForIsRefused() {
    PoliciesByScope policies =
        PoliciesByScope.builder()
            .name("production")
            .addPolicies(policy(1).addAccounts(ONE).build())
            .build();

    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> policies.policyFor(TWO_EU, NONE))
        .withMessageContaining("No policy is for 222222222222/eu-west-1 in 'production'");
  }

  @Test
  void oneWithoutANameHasThatOfAll() {
    PoliciesByScope policies =
        PoliciesByScope.builder()
            .name("production")
            .addPolicies(policy(1).addAccounts(ONE).build())
            .otherwise(CleanupPolicy.builder().from(keeping(2)).name("others").build())
            .build();

    assertThat(policies.policyFor(ONE_EU, NONE).name()).contains("production");
    assertThat(policies.policyFor(TWO_EU, NONE).name()).contains("others");
  }

  @Test
  void unitsAreAskedForOnlyWhereTheyDecide() {
    PoliciesByScope policies =
        PoliciesByScope.builder()
            .addPolicies(policy(1).addAccounts(ONE).build())
            .addPolicies(policy(2).addOrganizationalUnits("ou-ab12-cdef3456").build())
            .otherwise(keeping(3))
            .build();

    assertThat(policies.policyFor(ONE_EU, NONE)).isEqualTo(keeping(1));
    assertThat(
            policies.policyFor(TWO_EU, account -> Set.of("ou-ab12-00000000", "ou-ab12-cdef3456")))
        .isEqualTo(keeping(2));
    assertThat(policies.policyFor(TWO_EU, account -> Set.of())).isEqualTo(keeping(3));
    assertThatExceptionOfType(PlanRefusedException.class)
        .isThrownBy(() -> policies.policyFor(TWO_EU, NONE))
        .withMessageContaining("of account 222222222222", "nothing is known");
  }

  @Test
  void oneThatIsNeverReachedIsRefused() {
    PoliciesByScope.Builder policies =
        PoliciesByScope.builder()
            .addPolicies(policy(1).addRegions("eu-west-1", "eu-west-2").build())
            .addPolicies(policy(2).addAccounts(ONE).build())
            .addPolicies(policy(3).addAccounts(TWO).addRegions("eu-west-2").build());

    assertThatIllegalArgumentException()
        .isThrownBy(policies::build)
        .withMessageContaining("Number 3 of the policies is never reached: number 1 is for all");
  }

  @Test
  void areReadAsTheyAreWritten() throws IOException {
    PoliciesByScope policies =
        PoliciesByScope.builder()
            .name("all")
            .addPolicies(policy(1).addAccounts(ONE).addRegions("eu-west-1").build())
            .addPolicies(policy(2).addOrganizationalUnits("ou-ab12-cdef3456").build())
            .otherwise(keeping(3))
            .build();

    String json = PolicyJson.write(policies);

    assertThat(read(json)).isEqualTo(policies);
    assertThat(PolicyJson.write(read(json))).isEqualTo(json);
  }

  @Test
  void onePolicyForAllIsWrittenAsThatPolicy() throws IOException {
    PoliciesByScope policies = PoliciesByScope.ofAll(keeping(4));

    assertThat(PolicyJson.write(policies)).isEqualTo(PolicyJson.write(keeping(4)));
    assertThat(read(PolicyJson.write(keeping(4)))).isEqualTo(policies);
  }

  @Test
  void areNoPolicyForAll() {
    String json =
        PolicyJson.write(
            PoliciesByScope.builder().addPolicies(policy(1).addAccounts(ONE).build()).build());

    assertThatExceptionOfType(DocumentFormatException.class)
        .isThrownBy(() -> PolicyJson.read(json))
        .withMessageContaining("gives policies to certain scopes; expected one policy for all");
  }

  private static PoliciesByScope read(String json) throws IOException {
    return PolicyJson.readByScope(
        "policy",
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
        StrategyRegistry.installed());
  }
}
