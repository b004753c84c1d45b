package io.amiclean.aws.internal.source;

import static io.amiclean.aws.AccountOverWire.NOW;
import static io.amiclean.aws.AccountOverWire.ami;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.amiclean.api.model.Evidence;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Progress;
import io.amiclean.aws.AccountOverWire;
import io.amiclean.aws.source.ReadingOptions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SsmParameterUsageTest {

  private static final String IMAGE_TYPE = "aws:ec2:image";

  @AutoClose private final AccountOverWire account = new AccountOverWire();

  private ImageUsage usage(String... paths) {
    return new SsmParameterUsage(
            account::ssm,
            account.context,
            ReadingOptions.builder().ssmPaths(List.of(paths)).build())
        .loadUsage();
  }

  private static ImageReference reference(ImageId image, String path, int version) {
    return ImageReference.of(
        image,
        "ssm-parameter",
        "arn:aws:ssm:eu-west-1:123456789012:parameter" + path,
        "version " + version);
  }

  private static Evidence complete(String source, int items, String... notes) {
    return Evidence.builder()
        .source(source)
        .items(items)
        .complete(true)
        .readAt(NOW)
        .notes(List.of(notes))
        .build();
  }

  @Test
  void countsParametersOfImagesWithTheirNewestValue() {
    account
        .state
        .parameter("/golden")
        .dataType(IMAGE_TYPE)
        .value(ami(1).value())
        .value(ami(2).value());

    ImageUsage usage = usage();

    assertThat(usage.references()).containsExactly(reference(ami(2), "/golden", 2));
    assertThat(usage.evidence()).containsExactly(complete("ssm-parameters", 1));
  }

  @Test
  void readsTenParametersInOneCall() {
    IntStream.rangeClosed(1, 23)
        .forEach(
            n -> account.state.parameter("golden-" + n).dataType(IMAGE_TYPE).value(ami(n).value()));
    account.endpoint.pageSize("DescribeParameters", 5).emptyPages("DescribeParameters");

    assertThat(usage().references()).hasSize(23);
    assertThat(account.endpoint.count("GetParameters")).isEqualTo(3);
  }

  @Test
  void countsTextParametersOfAnyName() {
    account
        .state
        .parameter("/golden/web", ami(1).value())
        .parameter("golden", ami(2).value())
        .parameter("/size", "large");

    ImageUsage usage = usage();

    assertThat(usage.references())
        .containsExactly(reference(ami(1), "/golden/web", 1), reference(ami(2), "/golden", 1));
    assertThat(usage.evidence()).containsExactly(complete("ssm-parameters", 3));
  }

  @Test
  void readsOnlyChosenTextParametersAndThoseOfImages() {
    account.state.parameter("/other", ami(1).value());
    account.state.parameter("/image").dataType(IMAGE_TYPE).value(ami(2).value());
    account.state.parameter("/golden/web", ami(3).value());

    assertThat(usage("/golden").references())
        .extracting(ImageReference::target)
        .containsExactly(ami(2), ami(3));
    assertThat(account.endpoint.requests("GetParameters"))
        .singleElement()
        .returns(List.of("/golden/web", "/image"), request -> request.list("Names"));
  }

  @Test
  void readsAgainOnlyWhatWasWrittenSince() {
    account.state.parameter("/a", ami(1).value()).parameter("/b", ami(2).value());
    SsmParameterUsage source =
        new SsmParameterUsage(account::ssm, account.context, ReadingOptions.defaults());
    source.loadUsage();
    account.state.parameter("/b", ami(3).value());
    account.endpoint.clearRequests();

    assertThat(source.loadUsage().references())
        .containsExactly(reference(ami(1), "/a", 1), reference(ami(3), "/b", 2));
    assertThat(account.endpoint.requests("GetParameters"))
        .singleElement()
        .returns(List.of("/b"), request -> request.list("Names"));
  }

  @Test
  void readsAgainWhatWasDeletedAndMadeAnew() {
    account.state.parameter("/a", ami(1).value());
    SsmParameterUsage source =
        new SsmParameterUsage(account::ssm, account.context, ReadingOptions.defaults());
    source.loadUsage();
    account.state.deleteParameter("/a").parameter("/a", ami(2).value());

    assertThat(source.loadUsage().references()).containsExactly(reference(ami(2), "/a", 1));
  }

  @Test
  void forgetsWhatIsGone() {
    account.state.parameter("/a", ami(1).value());
    SsmParameterUsage source =
        new SsmParameterUsage(account::ssm, account.context, ReadingOptions.defaults());
    source.loadUsage();
    account.state.deleteParameter("/a");

    assertThat(source.loadUsage().references()).isEmpty();
  }

  @Test
  void refusesMoreValuesThanItsBound() {
    IntStream.rangeClosed(1, 3)
        .forEach(n -> account.state.parameter("/golden/" + n, ami(n).value()));
    account.state.parameter("/secret").type("SecureString").value("no");

    assertThat(bounded(3).loadUsage().references()).hasSize(3);
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> bounded(2).loadUsage())
        .withMessage(
            "Systems Manager has 3 parameters to be read, and no more than 2 are: choose those"
                + " that name images by their paths, or skip the source 'ssm-parameters'");
  }

  private SsmParameterUsage bounded(int values) {
    return new SsmParameterUsage(account::ssm, account.context, ReadingOptions.defaults(), values);
  }

  @Test
  void findsIdsBelowAPathAndAtIt() {
    account
        .state
        .parameter("/golden", ami(1).value())
        .parameter("/golden/web", ami(2).value())
        .parameter("/golden/api/blue", ami(3).value())
        .parameter("/goldenrod", ami(4).value());

    ImageUsage usage = usage("/golden");

    assertThat(usage.references())
        .containsExactly(
            reference(ami(1), "/golden", 1),
            reference(ami(2), "/golden/web", 1),
            reference(ami(3), "/golden/api/blue", 1));
    assertThat(usage.evidence())
        .containsExactly(complete("ssm-parameters", 3), complete("ssm-parameters(/golden)", 3));
  }

  @Test
  void readsTheParameterAtAPathWithASlashAtItsEnd() {
    account.state.parameter("/golden", ami(1).value());

    assertThat(usage("/golden/").references()).hasSize(1);
  }

  @Test
  void tellsTheProgress() {
    IntStream.rangeClosed(1, 25)
        .forEach(n -> account.state.parameter("/golden/" + n, ami(n).value()));

    usage("/golden");

    assertThat(account.progress).hasSize(3).endsWith(Progress.of("ssm-parameters", 25, 25));
  }

  @Test
  void takesAPathWithoutASlashForAName() {
    account.state.parameter("golden", ami(1).value());

    account.state.parameter("golden/web", ami(2).value());

    assertThat(usage("golden").references()).containsExactly(reference(ami(1), "/golden", 1));
  }

  @Test
  void findsIdsInParametersWhoseNamesMatchAPattern() {
    account
        .state
        .parameter("golden-web-ami", ami(1).value())
        .parameter("golden-a.b/c-ami", ami(2).value())
        .parameter("golden-web-amis", ami(3).value())
        .parameter("new-golden-web-ami", ami(4).value());

    ImageUsage usage = usage("golden-*-ami");

    assertThat(usage.references())
        .extracting(ImageReference::target)
        .containsExactly(ami(1), ami(2));
  }

  @Test
  void takesAPatternWithoutABeginning() {
    account.state.parameter("/web/ami", ami(1).value()).parameter("/web/size", "large");

    assertThat(usage("*/ami").references())
        .extracting(ImageReference::target)
        .containsExactly(ami(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ami-0123456789abcdef0",
        "ami-50504e36,ami-0123456789abcdef0",
        "{\"web\":{\"eu-west-1\":\"ami-0123456789abcdef0\"},\"n\":[1]}",
        "image = \"AMI-0123456789ABCDEF0\" # the one"
      })
  void findsIdsInAnyText(String value) {
    account.state.parameter("/golden/web", value);

    assertThat(usage("/golden").references())
        .extracting(reference -> reference.target().value())
        .contains("ami-0123456789abcdef0");
  }

  @Test
  void findsShortIds() {
    account.state.parameter("/golden/web").type("StringList").value("ami-50504e36,ami-50504e37");

    assertThat(usage("/golden").references())
        .extracting(ImageReference::target)
        .containsExactly(ImageId.of("ami-50504e36"), ImageId.of("ami-50504e37"));
  }

  @Test
  void notesAPathWithoutParameters() {
    assertThat(usage("/golden", "golden-*").evidence())
        .containsExactly(
            complete("ssm-parameters", 0),
            complete("ssm-parameters(/golden)", 0, "No parameter is at '/golden' or below"),
            complete("ssm-parameters(golden-*)", 0, "No parameter has a name like 'golden-*'"));
  }

  @Test
  void notesSecretsAndDoesNotReadThem() {
    account.state.parameter("/golden/web").type("SecureString").value(ami(1).value());

    assertThat(usage("/golden").evidence().get(1).notes())
        .containsExactly(
            "Not read, and protecting nothing, are parameters of type SecureString: 1");
    assertThat(usage().evidence())
        .containsExactly(
            complete(
                "ssm-parameters",
                0,
                "Not read, and protecting nothing, are parameters of type SecureString: 1"));
    assertThat(account.endpoint.count("GetParameters")).isZero();
  }

  @Test
  void doesNotCountWhatVanishesWhileItIsRead() {
    account.state.parameter("gone-1").dataType(IMAGE_TYPE);
    account.state.parameter("golden-1").dataType(IMAGE_TYPE).value(ami(1).value());

    assertThat(usage().references()).hasSize(1);
  }

  @Test
  void notesAParameterOfAnImageThatNamesNone() {
    account.state.parameter("/golden").dataType(IMAGE_TYPE).value("my-image");

    assertThat(usage().evidence().get(0).notes())
        .containsExactly("The parameter '/golden' holds no id and protects nothing");
  }
}
