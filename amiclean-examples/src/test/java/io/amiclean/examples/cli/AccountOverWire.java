package io.amiclean.examples.cli;

import io.amiclean.api.lifecycle.LaunchPermissions;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * What EC2 answers about the images at an {@link OverWire}, and images there that many kinds of
 * others may launch. Its looks are requests like any others.
 */
public final class AccountOverWire implements AutoCloseable {

  /** Everybody, two accounts and an organization. */
  public static final LaunchPermissions SHARED =
      LaunchPermissions.builder()
          .everybody(true)
          .addAccounts(AccountId.of("210987654321"), AccountId.of("310987654321"))
          .addOrganizations("arn:aws:organizations::210987654321:organization/o-1234567890")
          .build();

  private final OverWire aws;
  private final AwsClients clients;
  private final AwsAccount account;

  public AccountOverWire(OverWire aws) {
    this.aws = aws;
    this.clients =
        AwsClients.builder()
            .endpoint(aws.endpoint().uri())
            .region("eu-west-1")
            .credentials(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")))
            .build();
    this.account = AwsAccount.builder().clients(clients).build();
  }

  /** Publishes an image that those of {@link #SHARED} may launch. */
  public ImageId publish(int number, String created) {
    var image = aws.image(number).created(created).shared();
    SHARED.accounts().forEach(account -> image.sharedWith(account.value()));
    SHARED.organizations().forEach(image::sharedWith);
    return ImageId.of(OverWire.ami(number));
  }

  public Optional<Image> find(ImageId id) {
    return account.images().loadImages().image(id);
  }

  public Image image(ImageId id) {
    return find(id).orElseThrow();
  }

  public LaunchPermissions permissions(ImageId id) {
    return account.lifecycle().launchPermissions(id);
  }

  @Override
  public void close() {
    clients.close();
  }
}
