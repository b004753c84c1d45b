package io.amiclean.api.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.ImageId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotDescriptionsTest {

  @Test
  void readsWhatCreateImageWrites() {
    assertThat(
            SnapshotDescriptions.madeFor(
                "Created by CreateImage(i-06a469f2d64822242) for ami-0123456789abcdef0"))
        .contains(ImageId.of("ami-0123456789abcdef0"));
  }

  @Test
  void readsTheOlderFormWithTheVolume() {
    assertThat(
            SnapshotDescriptions.madeFor(
                "Created by CreateImage(i-06a469f2d64822242) for ami-654b5503"
                    + " from vol-06caf0d5af00505e7"))
        .contains(ImageId.of("ami-654b5503"));
  }

  @Test
  void readsTheCopyFromWhatCopyImageWrites() {
    assertThat(
            SnapshotDescriptions.madeFor(
                "Copied for DestinationAmi ami-0aaaaaaaaaaaaaaaa from SourceAmi"
                    + " ami-0bbbbbbbbbbbbbbbb for SourceSnapshot snap-0cccccccccccccccc."
                    + " Task created on 1,607,338,338,349."))
        .contains(ImageId.of("ami-0aaaaaaaaaaaaaaaa"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // ids of other lengths, of which a prefix would be an id
        "Created by CreateImage(i-06a469f2d64822242) for ami-0123456789",
        "Created by CreateImage(i-06a469f2d64822242) for ami-0123456789abcdef01",
        "Created by CreateImage(i-06a469f2d64822242) for ami-654b55034 from vol-06caf0d5",
        "Created by CreateImage(i-06a469f2d64822242) for ami-654b5503x",
        "Copied for DestinationAmi ami-0aaaaaaaaaaaaaaaaa from SourceAmi ami-0bbbbbbb"
            + " for SourceSnapshot snap-0ccccccc. Task created on 1.",
        // not from EC2, or about an image elsewhere
        "",
        "ami-654b5503",
        "Created by CreateImage(i-06a469f2d64822242) for ami-",
        "Backup of what was Created by CreateImage(i-06a469f2d64822242) for ami-654b5503",
        "[Copied snap-0cccccccccccccccc from eu-west-1] Created by"
            + " CreateImage(i-06a469f2d64822242) for ami-654b5503 from vol-06caf0d5af00505e7",
        "Created by CreateImage(i-06a469f2d64822242) for ami-654b5503, keep this one",
        "created by createimage(i-06a469f2d64822242) for ami-654b5503",
        "Created by AWS-VMImport service for import-snap-ffffffff",
        "This snapshot is created by the AWS Backup service."
      })
  void readsNothingFromOtherDescriptions(String description) {
    assertThat(SnapshotDescriptions.madeFor(description)).isEmpty();
  }
}
