package io.amiclean.aws.wire;

import static io.amiclean.aws.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.FleetData;
import software.amazon.awssdk.services.ec2.model.SpotFleetRequestConfig;
import software.amazon.awssdk.services.ec2.model.SpotInstanceRequest;

class FleetActionsTest {

  @AutoClose private final WireEndpoint endpoint = new WireEndpoint();
  @AutoClose private final WireClients clients = WireClients.of(endpoint);
  private final Ec2Client ec2 = clients.ec2();
  private final WireState state = endpoint.state();

  @Nested
  class DescribeFleets {

    @Test
    void showsTemplatesAndOverrides() {
      state
          .fleet("fleet-1")
          .state("modifying")
          .launchTemplate("lt-1", "2")
          .overrideImage("ami-1", "snap-1")
          .launchTemplateNamed("web", "$Latest")
          .launched("i-1", "lt-1", "2", "ami-2")
          .tag("role", "front");

      assertThat(ec2.describeFleets().fleets())
          .singleElement()
          .satisfies(
              fleet -> {
                assertThat(fleet.fleetId()).isEqualTo("fleet-1");
                assertThat(fleet.fleetStateAsString()).isEqualTo("modifying");
                assertThat(fleet.typeAsString()).isEqualTo("maintain");
                assertThat(fleet.tags().get(0).value()).isEqualTo("front");
                assertThat(fleet.launchTemplateConfigs()).hasSize(2);
                assertThat(fleet.launchTemplateConfigs().get(0))
                    .satisfies(
                        config -> {
                          assertThat(config.launchTemplateSpecification().launchTemplateId())
                              .isEqualTo("lt-1");
                          assertThat(config.launchTemplateSpecification().version()).isEqualTo("2");
                          assertThat(config.overrides().get(0).imageId()).isEqualTo("ami-1");
                          assertThat(
                                  config
                                      .overrides()
                                      .get(0)
                                      .blockDeviceMappings()
                                      .get(0)
                                      .ebs()
                                      .snapshotId())
                              .isEqualTo("snap-1");
                        });
                assertThat(
                        fleet
                            .launchTemplateConfigs()
                            .get(1)
                            .launchTemplateSpecification()
                            .launchTemplateName())
                    .isEqualTo("web");
                assertThat(fleet.instances().get(0).instanceIds()).containsExactly("i-1");
                assertThat(
                        fleet.instances().get(0).launchTemplateAndOverrides().overrides().imageId())
                    .isEqualTo("ami-2");
              });
    }

    @Test
    void showsInstantFleetsOnlyToThoseWhoNameThem() {
      state.fleet("fleet-1").type("instant").launchTemplate("lt-1", "1");
      state.fleet("fleet-2").launchTemplate("lt-1", "1");

      assertThat(ec2.describeFleets().fleets())
          .extracting(FleetData::fleetId)
          .containsExactly("fleet-2");
      assertThat(ec2.describeFleets(r -> r.fleetIds("fleet-1")).fleets())
          .extracting(FleetData::fleetId)
          .containsExactly("fleet-1");
    }

    @Test
    void refusesAnIdThatItDoesNotKnow() {
      state.fleet("fleet-1");

      assertRefused(
          "InvalidFleetId.NotFound",
          () -> ec2.describeFleets(r -> r.fleetIds("fleet-1", "fleet-2")));
    }

    @Test
    void refusesIdsWithAPageSize() {
      state.fleet("fleet-1");

      assertRefused(
          "InvalidParameterCombination",
          () -> ec2.describeFleets(r -> r.fleetIds("fleet-1").maxResults(5)));
    }

    @Test
    void finds() {
      state.fleet("fleet-1").state("deleted");
      state.fleet("fleet-2");

      assertThat(
              ec2.describeFleets(
                      r -> r.filters(Filter.builder().name("fleet-state").values("active").build()))
                  .fleets())
          .extracting(FleetData::fleetId)
          .containsExactly("fleet-2");
    }

    @Test
    void givesAThousandAtATime() {
      IntStream.range(0, 1001).forEach(i -> state.fleet("fleet-" + i));

      assertThat(ec2.describeFleetsPaginator(r -> r.maxResults(5000)))
          .extracting(page -> page.fleets().size())
          .containsExactly(1000, 1);
      assertRefused("InvalidParameterValue", () -> ec2.describeFleets(r -> r.maxResults(0)));
    }
  }

  @Nested
  class DescribeSpotFleetRequests {

    @Test
    void showsSpecificationsAndTemplates() {
      state
          .spotFleet("sfr-1")
          .state("submitted")
          .specification("ami-1", "snap-1")
          .launchTemplate("lt-1", "3");

      assertThat(ec2.describeSpotFleetRequests().spotFleetRequestConfigs())
          .singleElement()
          .satisfies(
              fleet -> {
                assertThat(fleet.spotFleetRequestId()).isEqualTo("sfr-1");
                assertThat(fleet.spotFleetRequestStateAsString()).isEqualTo("submitted");
                assertThat(fleet.spotFleetRequestConfig().launchSpecifications().get(0))
                    .satisfies(
                        specification -> {
                          assertThat(specification.imageId()).isEqualTo("ami-1");
                          assertThat(specification.blockDeviceMappings().get(0).ebs().snapshotId())
                              .isEqualTo("snap-1");
                        });
                assertThat(fleet.spotFleetRequestConfig().launchTemplateConfigs().get(0))
                    .satisfies(
                        config -> {
                          assertThat(config.launchTemplateSpecification().launchTemplateId())
                              .isEqualTo("lt-1");
                          assertThat(config.launchTemplateSpecification().version()).isEqualTo("3");
                        });
              });
    }

    @Test
    void findsByIdAndRefusesOneThatItDoesNotKnow() {
      state.spotFleet("sfr-1");
      state.spotFleet("sfr-2");

      assertThat(
              ec2.describeSpotFleetRequests(r -> r.spotFleetRequestIds("sfr-2"))
                  .spotFleetRequestConfigs())
          .extracting(SpotFleetRequestConfig::spotFleetRequestId)
          .containsExactly("sfr-2");
      assertRefused(
          "InvalidSpotFleetRequestId.NotFound",
          () -> ec2.describeSpotFleetRequests(r -> r.spotFleetRequestIds("sfr-3")));
    }

    @Test
    void givesAThousandAtATime() {
      IntStream.range(0, 1001).forEach(i -> state.spotFleet("sfr-" + i));

      assertThat(ec2.describeSpotFleetRequestsPaginator())
          .extracting(page -> page.spotFleetRequestConfigs().size())
          .containsExactly(1000, 1);
    }
  }

  @Nested
  class DescribeSpotInstanceRequests {

    @Test
    void showsTheLaunchSpecification() {
      state.spotRequest("sir-1").state("active").image("ami-1", "snap-1");

      assertThat(ec2.describeSpotInstanceRequests().spotInstanceRequests())
          .singleElement()
          .satisfies(
              request -> {
                assertThat(request.spotInstanceRequestId()).isEqualTo("sir-1");
                assertThat(request.stateAsString()).isEqualTo("active");
                assertThat(request.launchSpecification().imageId()).isEqualTo("ami-1");
                assertThat(
                        request
                            .launchSpecification()
                            .blockDeviceMappings()
                            .get(0)
                            .ebs()
                            .snapshotId())
                    .isEqualTo("snap-1");
              });
    }

    @Test
    void findsByImage() {
      state.spotRequest("sir-1").image("ami-1");
      state.spotRequest("sir-2").image("ami-2");

      assertThat(
              ec2.describeSpotInstanceRequests(
                      r ->
                          r.filters(
                              Filter.builder().name("launch.image-id").values("ami-2").build()))
                  .spotInstanceRequests())
          .extracting(SpotInstanceRequest::spotInstanceRequestId)
          .containsExactly("sir-2");
    }

    @Test
    void refusesAnIdThatItDoesNotKnow() {
      assertRefused(
          "InvalidSpotInstanceRequestID.NotFound",
          () -> ec2.describeSpotInstanceRequests(r -> r.spotInstanceRequestIds("sir-1")));
    }

    @Test
    void givesFiveToAThousandAtATime() {
      IntStream.range(0, 7).forEach(i -> state.spotRequest("sir-" + i).image("ami-1"));

      assertThat(ec2.describeSpotInstanceRequestsPaginator(r -> r.maxResults(5)))
          .extracting(page -> page.spotInstanceRequests().size())
          .containsExactly(5, 2);
      assertRefused(
          "InvalidParameterValue", () -> ec2.describeSpotInstanceRequests(r -> r.maxResults(4)));
    }
  }
}
