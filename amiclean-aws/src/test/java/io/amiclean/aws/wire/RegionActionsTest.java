package io.amiclean.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Region;

class RegionActionsTest {

  @AutoClose private final WireEndpoint endpoint = new WireEndpoint();
  @AutoClose private final WireClients clients = WireClients.of(endpoint);
  private final Ec2Client ec2 = clients.ec2();

  @Test
  void showRegionsThatAreEnabled() {
    endpoint.add(new WireState("123456789012", "us-east-1"));
    endpoint.add(new WireState("210987654321", "us-east-2"));
    endpoint.state().disabledRegion("ap-east-1");

    assertThat(ec2.describeRegions().regions())
        .extracting(Region::regionName)
        .containsExactly("eu-west-1", "us-east-1");
  }

  @Test
  void showRegionsThatAreNotEnabledWhereAllAreAskedFor() {
    endpoint.state().disabledRegion("ap-east-1");

    assertThat(ec2.describeRegions(r -> r.allRegions(true)).regions())
        .extracting(Region::regionName, Region::optInStatus)
        .containsExactly(
            tuple("ap-east-1", "not-opted-in"), tuple("eu-west-1", "opt-in-not-required"));
  }

  @Test
  void refuseARegionThatThereIsNot() {
    assertThatExceptionOfType(Ec2Exception.class)
        .isThrownBy(() -> ec2.describeRegions(r -> r.regionNames("eu-west-9")))
        .satisfies(
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidParameterValue"));
  }
}
