package io.amiclean.examples.fedora;

import static java.util.stream.Collectors.joining;

import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.report.ReportRenderer;
import io.amiclean.api.report.ReportSink;
import io.amiclean.examples.fedora.archive.Addresses;
import io.amiclean.examples.fedora.archive.Web;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens an issue in a project on Pagure for a report (Pagure API Reference, "Create a new issue").
 * The request is sent once: a second one might open the issue twice. Thread-safe.
 */
public final class PagureReportSink implements ReportSink {

  private static final Logger LOG = LoggerFactory.getLogger(PagureReportSink.class);

  private static final String API = "/api/0/";
  private static final String NEW_ISSUE = "/new_issue";

  private static final Pattern TOKEN = Pattern.compile("[!-~]+");

  private final Web web = Web.notFollowing();
  private final URI newIssue;
  private final String token;
  private final ReportRenderer renderer;

  /**
   * Creates a sink.
   *
   * @param project the address of the project, such as {@code https://pagure.io/ami-purge-report},
   *     or of its API, such as {@code https://pagure.io/api/0/ami-purge-report}
   * @param token an access token of the project that may open issues; it shows nowhere
   * @param renderer makes the content of the issue, in Markdown; its title is that of the report
   * @throws IllegalArgumentException if the token has characters that none has
   */
  public PagureReportSink(URI project, String token, ReportRenderer renderer) {
    if (!TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException(
          "The access token is empty, or holds spaces or other characters that no token has");
    }
    this.newIssue = newIssue(project);
    this.token = token;
    this.renderer = renderer;
  }

  private static URI newIssue(URI project) {
    String address = Addresses.withoutSlash(project);
    if (!address.contains(API)) {
      String origin = project.getScheme() + "://" + project.getRawAuthority();
      address = origin + API + address.substring(origin.length()).replaceFirst("^/", "");
    }
    return URI.create(address.endsWith(NEW_ISSUE) ? address : address + NEW_ISSUE);
  }

  @Override
  public void publish(CleanupReport report) throws IOException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("title", report.title());
    form.put("issue_content", renderer.renderToString(report));
    HttpRequest request =
        HttpRequest.newBuilder(newIssue)
            .header("Authorization", "token " + token)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    form.entrySet().stream()
                        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                        .collect(joining("&"))))
            .build();
    int status;
    try {
      HttpResponse<byte[]> answer = web.send(request);
      status = answer.statusCode();
    } catch (IOException e) {
      throw new IOException(
          "The issue could not be opened at " + newIssue + ": no answer (" + e.getMessage() + ")",
          e);
    }
    // What it says of a failure is not shown: it might quote the request.
    if (status < 200 || status > 299) {
      throw new IOException(
          "The issue could not be opened at %s: Pagure answered %s%s"
              .formatted(
                  newIssue,
                  status,
                  status == 401 || status == 403
                      ? "; expected an access token of this project that may open issues"
                      : ""));
    }
    LOG.debug("Opened an issue at {}", newIssue);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
