package io.amiclean.examples.organization;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.EvidenceFailuresException;
import io.amiclean.api.model.PlanRefusedException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureKindTest {

  private final EvidenceException throttled = new EvidenceException("images", "Slow down");
  private final EvidenceException denied =
      new EvidenceDeniedException("users", "ec2:DescribeInstances", "denied", null);

  @Test
  void isTransientWhereItMayWorkLater() {
    assertThat(FailureKind.of(throttled)).isEqualTo(FailureKind.TRANSIENT);
    assertThat(FailureKind.of(new IOException("reset"))).isEqualTo(FailureKind.TRANSIENT);
  }

  @Test
  void isADenialIfOneOfSeveralSourcesIsDenied() {
    assertThat(FailureKind.of(EvidenceFailuresException.of(List.of(throttled, denied))))
        .isEqualTo(FailureKind.DENIED);
  }

  @Test
  void isThatOfTheAccountWhereItsRegionsAreUnknown() {
    assertThat(FailureKind.of(new EvidenceException("regions", "denied", denied)))
        .isEqualTo(FailureKind.DENIED);
  }

  @Test
  void isARefusalOrBrokenWhereATrialWouldFailAgain() {
    assertThat(FailureKind.of(new PlanRefusedException("other account")))
        .isEqualTo(FailureKind.REFUSED);
    assertThat(FailureKind.of(new IllegalArgumentException("policy")))
        .isEqualTo(FailureKind.BROKEN);
  }
}
