package io.amiclean.aws.conformance;

import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.aws.AwsClients;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.opentest4j.TestAbortedException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;

/**
 * The endpoint that the environment variable {@code AMICLEAN_ENDPOINT} names, or else moto where it
 * is installed. It makes images, snapshots and instances there: never let it be AWS's.
 */
@Tag("conformance")
class EndpointConformanceTest extends EndpointConformance {

  private static final String VARIABLE = "AMICLEAN_ENDPOINT";

  @RegisterExtension static final MotoServer MOTO = new MotoServer(System.getenv(VARIABLE) == null);

  @Override
  URI endpoint() {
    return Optional.ofNullable(System.getenv(VARIABLE))
        .map(URI::create)
        .or(MOTO::endpoint)
        .orElseThrow(
            () ->
                new TestAbortedException(
                    VARIABLE + " names no endpoint, and moto_server is not installed"));
  }

  @Override
  Resources make(AwsClients through) {
    Ec2Client ec2 = through.ec2();
    ImageId used = ImageId.of(image(ec2, snapshot(ec2)));
    SnapshotId snapshot = snapshot(ec2);
    ImageId unused = ImageId.of(image(ec2, snapshot));
    ec2.runInstances(
        request -> request.imageId(used.value()).minCount(1).maxCount(1).instanceType("t3.micro"));
    return new Resources(used, unused, snapshot);
  }

  private static SnapshotId snapshot(Ec2Client ec2) {
    String volume =
        ec2.createVolume(request -> request.availabilityZone("us-east-1a").size(8)).volumeId();
    return SnapshotId.of(ec2.createSnapshot(request -> request.volumeId(volume)).snapshotId());
  }

  private static String image(Ec2Client ec2, SnapshotId snapshot) {
    return ec2.registerImage(
            request ->
                request
                    .name("amiclean-conformance-" + UUID.randomUUID())
                    .rootDeviceName("/dev/xvda")
                    .blockDeviceMappings(
                        BlockDeviceMapping.builder()
                            .deviceName("/dev/xvda")
                            .ebs(ebs -> ebs.snapshotId(snapshot.value()))
                            .build()))
        .imageId();
  }
}
