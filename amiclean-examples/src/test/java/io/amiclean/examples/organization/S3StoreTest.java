package io.amiclean.examples.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.aws.AwsClients;
import java.io.IOException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;

/** The real SDK client over loopback. */
class S3StoreTest extends ObjectStoreContract {

  @AutoClose private final BucketDouble bucket = new BucketDouble();

  @AutoClose
  private final AwsClients clients =
      AwsClients.builder()
          .region("eu-west-1")
          .credentials(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
          .endpoint(bucket.uri())
          .build();

  private final S3Client s3 = clients.client(S3Client.builder().forcePathStyle(true));

  @Override
  protected ObjectStore store() {
    return new S3Store(s3, "plans", "amiclean/");
  }

  @Test
  void keepsEachPrefixApart() throws IOException {
    store().put("a", bytes("1"));

    assertThat(new S3Store(s3, "plans", "").get("a")).isEmpty();
    assertThat(new S3Store(s3, "plans", "").get("amiclean/a")).contains(bytes("1"));
  }

  @Test
  void saysWhichPermissionOfWhichObjectIsMissing() {
    bucket.deny("PUT");

    assertThatIOException()
        .isThrownBy(() -> store().create("a", bytes("1")))
        .withMessageContaining("s3:PutObject of s3://plans/amiclean/a failed")
        .withMessageContaining("AccessDenied");
  }

  @Test
  void isNoneWithoutABucket() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Stores.open("s3://", () -> clients))
        .withMessageContaining("expected s3://BUCKET/PREFIX");
  }
}
