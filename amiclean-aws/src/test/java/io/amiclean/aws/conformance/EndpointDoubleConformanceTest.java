package io.amiclean.aws.conformance;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;

import io.amiclean.aws.AwsClients;
import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.aws.wire.WireState;
import java.net.URI;
import org.junit.jupiter.api.AutoClose;

/** The double of the services conforms, so that what fails elsewhere is the endpoint's. */
class EndpointDoubleConformanceTest extends EndpointConformance {

  @AutoClose
  private final WireEndpoint endpoint =
      new WireEndpoint(new WireState("123456789012", "us-east-1"));

  @Override
  URI endpoint() {
    return endpoint.uri();
  }

  @Override
  Resources make(AwsClients through) {
    WireState state = endpoint.state();
    state.image(ami(1).value()).device("/dev/xvda", snap(1).value(), 8);
    state.image(ami(2).value()).device("/dev/xvda", snap(2).value(), 8);
    state.instance("i-00000000000000001").image(ami(1).value());
    return new Resources(ami(1), ami(2), snap(2));
  }
}
