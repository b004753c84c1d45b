package io.amiclean.aws.internal.plan;

import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.aws.internal.call.AwsFailures;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.source.Ec2Lookup;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ec2.Ec2Client;

/**
 * Finds the images because of which EC2 refuses a call about several: those that are gone since
 * they were listed. Thread-safe.
 */
final class MissingImages {

  private static final Logger LOG = LoggerFactory.getLogger(MissingImages.class);

  /** The second one stands for images in a state that forbids the call as well. */
  private static final Set<String> GONE =
      Set.of("InvalidAMIID.NotFound", "InvalidAMIID.Unavailable");

  private final Ec2Lookup lookup;

  MissingImages(CheckedClient<Ec2Client> ec2) {
    this.lookup = new Ec2Lookup(ec2);
  }

  /**
   * Returns the images that are left to be asked about. EC2 does not say reliably which id it could
   * not find, so that each is looked up.
   *
   * @param asked the images of the call
   * @param failure why it failed
   * @return those that still exist, in the same order and fewer than were asked
   * @throws EvidenceException the failure, if it is not that an image is gone
   */
  List<ImageId> remaining(List<ImageId> asked, EvidenceException failure) {
    if (!AwsFailures.isAnsweredWith(failure, GONE::contains)) {
      throw failure;
    }
    Set<ImageId> existing = lookup.owners(Set.copyOf(asked)).keySet();
    List<ImageId> remaining = asked.stream().filter(existing::contains).toList();
    if (remaining.size() == asked.size()) {
      throw failure;
    }
    LOG.debug("Of {}, only {} are left", asked, remaining);
    return remaining;
  }
}
