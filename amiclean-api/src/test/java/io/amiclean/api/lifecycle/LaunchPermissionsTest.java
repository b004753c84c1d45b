package io.amiclean.api.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.AccountId;
import org.junit.jupiter.api.Test;

class LaunchPermissionsTest {

  private static final AccountId ONE = AccountId.of("111111111111");
  private static final AccountId OTHER = AccountId.of("222222222222");
  private static final String ORGANIZATION = "arn:aws:organizations::111111111111:organization/o-1";
  private static final String UNIT = "arn:aws:organizations::111111111111:ou/o-1/ou-1";

  @Test
  void permitNobodyUnlessTold() {
    assertThat(LaunchPermissions.builder().build().isNone()).isTrue();
    assertThat(LaunchPermissions.builder().everybody(true).build().isNone()).isFalse();
    assertThat(LaunchPermissions.builder().addAccounts(ONE).build().isNone()).isFalse();
  }

  @Test
  void listAccountsInTheirOrder() {
    assertThat(LaunchPermissions.builder().addAccounts(OTHER, ONE).build().accounts())
        .containsExactly(ONE, OTHER);
  }

  @Test
  void joinedPermitWhoeverOneOfBothPermits() {
    LaunchPermissions first =
        LaunchPermissions.builder().addAccounts(ONE).addOrganizations(ORGANIZATION).build();
    LaunchPermissions second =
        LaunchPermissions.builder()
            .everybody(true)
            .addAccounts(ONE, OTHER)
            .addOrganizationalUnits(UNIT)
            .build();

    assertThat(first.and(second))
        .isEqualTo(second.and(first))
        .isEqualTo(
            LaunchPermissions.builder()
                .everybody(true)
                .addAccounts(ONE, OTHER)
                .addOrganizations(ORGANIZATION)
                .addOrganizationalUnits(UNIT)
                .build());
  }
}
