package io.amiclean.aws.internal.source;

import static io.amiclean.aws.AccountOverWire.ami;
import static io.amiclean.aws.AccountOverWire.snap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.BlockDevice;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceDeniedException;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.Image;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ImageState;
import io.amiclean.api.model.ProductCode;
import io.amiclean.api.model.Progress;
import io.amiclean.api.model.Sharing;
import io.amiclean.api.source.ImageSource;
import io.amiclean.api.testing.ImageSourceContract;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.internal.EvidenceSources;
import io.amiclean.aws.internal.call.CallWatch;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.wire.Ec2State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;

class Ec2ImageSourceTest extends ImageSourceContract {

  private static final ReadingOptions WITHOUT_RECYCLE_BIN =
      ReadingOptions.builder().skip(EvidenceSources.RECYCLE_BIN).build();

  @AutoClose private final AccountOverWire account = new AccountOverWire();
  private final Ec2State.Image first = account.state.image(ami(1).value());

  Ec2ImageSourceTest() {
    account.state.image(ami(2).value()).state("disabled");
    account.state.recycledImage(ami(9).value());
  }

  @Override
  protected ImageSource source() {
    return new Ec2ImageSource(
        account.ec2(),
        account.context,
        ReadingOptions.defaults(),
        RetentionRules.notAsked(account.context));
  }

  @Override
  protected CleanupScope scope() {
    return account.scope();
  }

  @Override
  protected Set<ImageId> expectedImages() {
    return Set.of(ami(1), ami(2));
  }

  @Override
  protected Optional<ImageSource> failingSource() {
    account.endpoint.failAlways("DescribeImages", 500, "InternalError", "Try later.");
    return Optional.of(source());
  }

  @ParameterizedTest
  @CsvSource({"aki-0123456789abcdef0, kernel", "ari-0123456789abcdef0, ramdisk"})
  void passesOverKernelsAndRamDisks(String id, String type) {
    account.state.image(id).with("imageType", type);

    assertThat(source().loadImages().images())
        .extracting(Image::id)
        .containsExactly(ami(1), ami(2));
  }

  @Test
  void readsTheWholeImage() {
    first
        .name("front-1")
        .description("The front end")
        .created("2017-06-15T09:55:42.000Z")
        .lastLaunched("2024-01-02T03:04:05Z")
        .protection("enabled-with-cooldown")
        .shared()
        .tag("role", "front")
        .tag("empty", "")
        .device("/dev/xvda", snap(1).value(), 8)
        .ephemeralDevice("/dev/sdb")
        .with("imageOwnerAlias", "self")
        .with("deprecationTime", "2025-01-01T00:00:00.000Z")
        .with("sourceImageId", ami(7).value())
        .with("sourceImageRegion", "us-east-1")
        .with("productCodes", List.of(Map.of("productCode", "abc", "type", "marketplace")));

    assertThat(read(ami(1)))
        .isEqualTo(
            Image.builder()
                .id(ami(1))
                .name("front-1")
                .description("The front end")
                .ownerId(account.scope().accountId())
                .ownerAlias("self")
                .creationDate(Instant.parse("2017-06-15T09:55:42Z"))
                .lastLaunchedTime(Instant.parse("2024-01-02T03:04:05Z"))
                .deprecationTime(Instant.parse("2025-01-01T00:00:00Z"))
                .deregistrationProtection("enabled-with-cooldown")
                .state(ImageState.AVAILABLE)
                .sharing(Sharing.PUBLIC)
                .architecture("x86_64")
                .platform("Linux/UNIX")
                .sourceImageId(ami(7))
                .sourceImageRegion("us-east-1")
                .putTags("role", "front")
                .putTags("empty", "")
                .addProductCodes(ProductCode.of("abc", "marketplace"))
                .addBlockDevices(
                    BlockDevice.builder()
                        .deviceName("/dev/xvda")
                        .snapshotId(snap(1))
                        .sizeGiB(8)
                        .build())
                .addBlockDevices(BlockDevice.builder().deviceName("/dev/sdb").build())
                .build());
  }

  @ParameterizedTest
  @CsvSource({
    "pending, PENDING",
    "invalid, INVALID",
    "deregistered, DEREGISTERED",
    "transient, TRANSIENT",
    "failed, FAILED",
    "error, ERROR",
    "disabled, DISABLED",
    "hibernating, UNKNOWN"
  })
  void readsTheState(String ec2State, ImageState state) {
    first.state(ec2State);

    assertThat(read(ami(1)).state()).isEqualTo(state);
  }

  @Test
  void takesATimeThatItCannotReadForUnknown() {
    first.created("yesterday");

    assertThat(read(ami(1)).creationDate()).isEmpty();
  }

  @Test
  void doesNotTakeAnImageThatIsNotPublicForPrivate() {
    first.sharedWith("999999999999");

    assertThat(read(ami(1)).sharing()).isEqualTo(Sharing.UNKNOWN);
  }

  @Test
  void asksForAllOwnImagesInTheLargestPages() {
    source().loadImages();

    assertThat(account.endpoint.requests("DescribeImages"))
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.parameters())
                    .containsEntry("Owner.1", "self")
                    .containsEntry("IncludeDisabled", "true")
                    .containsEntry("MaxResults", "1000"));
  }

  @Test
  void readsShortAndEmptyPagesToTheEnd() {
    account.endpoint.pageSize("DescribeImages", 1).emptyPages("DescribeImages");

    assertThat(source().loadImages().images())
        .extracting(Image::id)
        .containsExactly(ami(1), ami(2));
    assertThat(account.progress)
        .filteredOn(progress -> progress.task().equals("images"))
        .extracting(Progress::done)
        .isSorted()
        .endsWith(2L)
        .hasSizeGreaterThan(2);
  }

  @Test
  void refusesAListWithoutEnd() {
    account.endpoint.sameTokenForEver("DescribeImages");

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> source().loadImages())
        .withMessageContaining("ec2:DescribeImages")
        .withMessageContaining("token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ami-XYZ", "i-12345678"})
  void refusesAnOddId(String id) {
    account.state.image(id);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> source().loadImages())
        .withMessageContaining(id)
        .satisfies(e -> assertThat(e.source()).isEqualTo("images"));
  }

  @Test
  void refusesAnImageWithoutId() {
    first.with("imageId", null);

    assertThatExceptionOfType(EvidenceException.class).isThrownBy(() -> source().loadImages());
  }

  @Test
  void takesTheLaterOfTwoAnswersForOneImage() {
    Ec2Client changing =
        ec2Answering(
            request ->
                request.nextToken() == null
                    ? page("available").nextToken("more").build()
                    : page("disabled").build());

    ImageInventory inventory =
        new Ec2ImageSource(
                CheckedClient.withoutAnswerChecks(changing, CallWatch.defaults()),
                account.context,
                WITHOUT_RECYCLE_BIN,
                RetentionRules.notAsked(account.context))
            .loadImages();

    assertThat(inventory.images())
        .singleElement()
        .extracting(Image::state)
        .isEqualTo(ImageState.DISABLED);
    assertThat(inventory.evidence()).extracting(Evidence::items).contains(1L);
  }

  @Test
  void listsTheImagesInTheRecycleBin() {
    ImageInventory inventory = source().loadImages();

    assertThat(inventory.recycledImageIds()).containsExactly(ami(9));
    assertThat(inventory.evidence())
        .contains(
            Evidence.complete("images", 2, AccountOverWire.NOW),
            Evidence.complete("recycle-bin", 1, AccountOverWire.NOW))
        .extracting(Evidence::source)
        .containsExactly("images", "recycle-bin", "recycle-bin-rules");
  }

  @Test
  void leavesTheRecycleBinOutWhenAskedTo() {
    ImageInventory inventory =
        new Ec2ImageSource(
                account.ec2(),
                account.context,
                WITHOUT_RECYCLE_BIN,
                RetentionRules.notAsked(account.context))
            .loadImages();

    assertThat(inventory.recycledImageIds()).isEmpty();
    assertThat(inventory.evidence()).contains(Evidence.skipped("recycle-bin", AccountOverWire.NOW));
    assertThat(account.endpoint.count("ListImagesInRecycleBin")).isZero();
  }

  @Test
  void namesThePermissionThatIsMissing() {
    account.state.deny("ec2:ListImagesInRecycleBin");

    assertThatExceptionOfType(EvidenceDeniedException.class)
        .isThrownBy(() -> source().loadImages())
        .withMessageContaining("skip the source 'recycle-bin'")
        .satisfies(e -> assertThat(e.permission()).isEqualTo("ec2:ListImagesInRecycleBin"));
  }

  private Image read(ImageId id) {
    return source().loadImages().image(id).orElseThrow();
  }

  private static DescribeImagesResponse.Builder page(String state) {
    return DescribeImagesResponse.builder()
        .images(
            software.amazon.awssdk.services.ec2.model.Image.builder()
                .imageId(ami(5).value())
                .state(state)
                .build());
  }

  private static Ec2Client ec2Answering(
      Function<DescribeImagesRequest, DescribeImagesResponse> answer) {
    return new Ec2Client() {
      @Override
      public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
        return answer.apply(request);
      }

      @Override
      public String serviceName() {
        return Ec2Client.SERVICE_NAME;
      }

      @Override
      public void close() {}
    };
  }
}
