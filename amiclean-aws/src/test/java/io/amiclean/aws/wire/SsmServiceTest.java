package io.amiclean.aws.wire;

import static io.amiclean.aws.wire.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterMetadata;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;

class SsmServiceTest {

  @AutoClose private final WireEndpoint endpoint = new WireEndpoint();
  @AutoClose private final WireClients clients = WireClients.of(endpoint);
  private final SsmClient ssm = clients.ssm();
  private final WireState state = endpoint.state();

  private List<String> described(String key, String option, String value) {
    return ssm
        .describeParameters(
            r ->
                r.parameterFilters(
                    ParameterStringFilter.builder().key(key).option(option).values(value).build()))
        .parameters()
        .stream()
        .map(ParameterMetadata::name)
        .toList();
  }

  private List<String> below(GetParametersByPathRequest.Builder request) {
    return ssm.getParametersByPath(request.build()).parameters().stream()
        .map(Parameter::name)
        .toList();
  }

  @Test
  void describesParametersWithoutTheirValues() {
    state.parameter("/golden").value("ami-1").value("ami-2").dataType("aws:ec2:image");

    assertThat(ssm.describeParameters().parameters())
        .singleElement()
        .satisfies(
            parameter -> {
              assertThat(parameter.name()).isEqualTo("/golden");
              assertThat(parameter.dataType()).isEqualTo("aws:ec2:image");
              assertThat(parameter.typeAsString()).isEqualTo("String");
              assertThat(parameter.version()).isEqualTo(2);
              assertThat(parameter.arn())
                  .isEqualTo("arn:aws:ssm:eu-west-1:123456789012:parameter/golden");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "DataType, Equals, aws:ec2:image, golden-1",
    "DataType, BeginsWith, aws:, golden-1",
    "Name, Equals, other-1, other-1",
    "Name, BeginsWith, gol, golden-1",
    "Name, Contains, her, other-1"
  })
  void filtersParameters(String key, String option, String value, String expected) {
    state.parameter("golden-1").value("ami-1").dataType("aws:ec2:image");
    state.parameter("other-1").value("ami-2");

    assertThat(described(key, option, value)).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "Color, Equals, InvalidFilterKey",
    "DataType, Contains, InvalidFilterOption",
    "Name, Near, InvalidFilterOption"
  })
  void refusesOddFilters(String key, String option, String code) {
    assertRefused(code, 400, () -> described(key, option, "x"));
  }

  @Test
  void pagesWhatItDescribes() {
    IntStream.range(0, 12).forEach(n -> state.parameter("p" + n, "x"));

    DescribeParametersResponse first = ssm.describeParameters(r -> r.maxResults(11));
    DescribeParametersResponse second =
        ssm.describeParameters(r -> r.maxResults(11).nextToken(first.nextToken()));

    assertThat(first.parameters()).hasSize(11);
    assertThat(second.parameters()).hasSize(1);
    assertThat(second.nextToken()).isNull();
    assertThat(ssm.describeParameters().parameters()).as("without MaxResults").hasSize(10);
  }

  @Test
  void refusesPagesThatAreTooLarge() {
    assertRefused("ValidationException", 400, () -> ssm.describeParameters(r -> r.maxResults(51)));
    assertRefused("ValidationException", 400, () -> ssm.describeParameters(r -> r.maxResults(0)));
    assertRefused(
        "ValidationException",
        400,
        () -> ssm.getParametersByPath(r -> r.path("/a").maxResults(11)));
  }

  @Test
  void getsParametersByAllTheirNames() {
    state.parameter("/golden").value("ami-1").label("prod").value("ami-2");
    String arn = "arn:aws:ssm:eu-west-1:123456789012:parameter/golden";

    assertThat(
            ssm.getParameters(r -> r.names("/golden", "/golden:1", "/golden:prod", arn, arn + ":1"))
                .parameters())
        .extracting(Parameter::value)
        .containsExactly("ami-2", "ami-1", "ami-1", "ami-2", "ami-1");
  }

  @Test
  void callsInvalidWhatDoesNotExist() {
    state.parameter("golden", "ami-1");
    String foreign = "arn:aws:ssm:us-east-1:123456789012:parameter/golden";

    GetParametersResponse answer =
        ssm.getParameters(r -> r.names("golden", "golden:2", "golden:prod", "gone", foreign));

    assertThat(answer.parameters()).extracting(Parameter::name).containsExactly("golden");
    assertThat(answer.invalidParameters())
        .containsExactly("golden:2", "golden:prod", "gone", foreign);
  }

  @Test
  void refusesTooManyAndRepeatedNames() {
    List<String> names = IntStream.range(0, 11).mapToObj(n -> "p" + n).toList();

    assertRefused("ValidationException", 400, () -> ssm.getParameters(r -> r.names(names)));
    assertRefused("ValidationException", 400, () -> ssm.getParameters(r -> r.names("a", "a")));
  }

  @Test
  void showsNoSecretsUnlessDecrypted() {
    state.parameter("secret").type("SecureString").value("ami-1");

    assertThat(ssm.getParameters(r -> r.names("secret")).parameters().get(0).value())
        .doesNotContain("ami-1");
    assertThat(
            ssm.getParameters(r -> r.names("secret").withDecryption(true))
                .parameters()
                .get(0)
                .value())
        .isEqualTo("ami-1");
  }

  @Test
  void getsParametersBelowAPath() {
    state.parameter("/a", "x").parameter("/a/b", "x").parameter("/a/c/d", "x");
    state.parameter("/ab", "x").parameter("a/b", "x");

    assertThat(below(GetParametersByPathRequest.builder().path("/a"))).containsExactly("/a/b");
    assertThat(below(GetParametersByPathRequest.builder().path("/a/").recursive(true)))
        .containsExactly("/a/b", "/a/c/d");
    assertRefused(
        "ValidationException", 400, () -> below(GetParametersByPathRequest.builder().path("a")));
  }

  @Test
  void deniesActions() {
    state.deny("ssm:GetParameters");

    assertRefused("AccessDeniedException", 400, () -> ssm.getParameters(r -> r.names("a")));
    assertThat(ssm.describeParameters().parameters()).isEmpty();
  }

  @Test
  void hasTheFaultsAndTheLogOfTheEndpoint() {
    IntStream.range(0, 3).forEach(n -> state.parameter("p" + n, "x"));
    endpoint
        .failAt("GetParameters", 1, 400, "ThrottlingException", "Rate exceeded.")
        .halfPage("DescribeParameters", 1)
        .pageSize("DescribeParameters", 2);

    assertRefused("ThrottlingException", 400, () -> ssm.getParameters(r -> r.names("p1")));
    assertThatExceptionOfType(SdkClientException.class).isThrownBy(() -> ssm.describeParameters());
    assertThat(ssm.describeParameters(r -> r.maxResults(50)).parameters()).hasSize(2);
    assertThat(endpoint.count("DescribeParameters")).isEqualTo(2);
    assertThat(endpoint.requests("GetParameters").get(0).list("Names")).containsExactly("p1");
  }

  @Test
  void refusesUnknownActionsAndParameters() {
    assertRefused("UnknownOperationException", 400, () -> ssm.listDocuments());
    assertRefused("UnknownParameter", 400, () -> ssm.describeParameters(r -> r.shared(true)));
  }
}
