package io.amiclean.examples.fedora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.amiclean.api.report.ReportSink;
import io.amiclean.api.testing.ReportSinkContract;
import io.amiclean.api.testing.Samples;
import io.amiclean.examples.fedora.archive.FedoraServer;
import io.amiclean.examples.fedora.archive.FedoraServer.Answer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagureReportSinkTest extends ReportSinkContract {

  @AutoClose private final FedoraServer fedora = new FedoraServer();

  @Override
  protected ReportSink sink() {
    return sink(FedoraServer.TOKEN);
  }

  private ReportSink sink(String token) {
    return new PagureReportSink(fedora.project(), token, new FedoraReport());
  }

  @Override
  protected String published() {
    return fedora.issues().stream().map(Map::toString).reduce("", String::concat);
  }

  @Override
  protected Optional<ReportSink> breakingSink() {
    return Optional.of(sink("ANOTHER"));
  }

  @Test
  void opensAnIssueWithTitleAndContent() throws Exception {
    sink().publish(Samples.report());

    assertThat(fedora.issues())
        .singleElement()
        .satisfies(
            issue -> {
              assertThat(issue).containsOnlyKeys("title", "issue_content");
              assertThat(issue).containsEntry("title", "AMI cleanup, 2025-06-01");
              assertThat(issue.get("issue_content")).contains(Samples.imageId(1).value());
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ami-purge-report",
        "/ami-purge-report/",
        "/api/0/ami-purge-report",
        "/api/0/ami-purge-report/new_issue"
      })
  void takesTheAddressOfTheProjectOrOfItsApi(String path) throws Exception {
    new PagureReportSink(fedora.uri(path), FedoraServer.TOKEN, new FedoraReport())
        .publish(Samples.report());

    assertThat(fedora.issues()).hasSize(1);
  }

  @Test
  void saysWhatIsWrongWithTheTokenButNotTheToken() {
    ReportSink refused = sink("S3CRET");

    Throwable failure = catchThrowable(() -> refused.publish(Samples.report()));

    assertThat(failure)
        .hasMessageContaining("Pagure answered 401")
        .hasMessageContaining("access token")
        .hasMessageNotContaining("S3CRET");
    assertThat(refused.toString()).doesNotContain("S3CRET");
  }

  @Test
  void failsIfNobodyAnswers() {
    fedora.close();

    assertThatIOException()
        .isThrownBy(() -> sink().publish(Samples.report()))
        .withMessageContaining("no answer")
        .withMessageContaining("/api/0/ami-purge-report/new_issue");
  }

  @Test
  void sendsTheReportOnce() {
    fedora.fault(request -> Optional.of(Answer.status(500)));

    assertThatIOException().isThrownBy(() -> sink().publish(Samples.report()));

    assertThat(fedora.requests("/api/0/ami-purge-report/new_issue")).hasSize(1);
  }

  @Test
  void sendsTheTokenToNoOtherAddress() {
    fedora.fault(
        request ->
            request.path().startsWith("/api") ? Optional.of(Answer.status(302)) : Optional.empty());

    assertThatIOException()
        .isThrownBy(() -> sink().publish(Samples.report()))
        .withMessageContaining("302");
    assertThat(fedora.requests("/elsewhere")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "line\nbreak", "tökén"})
  void refusesATokenThatIsNoneWithoutShowingIt(String token) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sink(token))
        .withMessage(
            "The access token is empty, or holds spaces or other characters that no token has");
  }
}
