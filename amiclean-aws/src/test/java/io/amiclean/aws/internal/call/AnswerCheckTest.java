package io.amiclean.aws.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DescribeParametersRequest;
import software.amazon.awssdk.services.ssm.model.DescribeParametersResponse;

class AnswerCheckTest {

  private static final String ID = "59dbff89-35bd-4eac-99ed-be587ed81825";

  private static final String EMPTY_LIST =
      "<DescribeImagesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">"
          + "<requestId>"
          + ID
          + "</requestId><imagesSet/></DescribeImagesResponse>";

  private static DescribeImagesResponse images(ScriptedHttp http) {
    return CheckedClient.of(http.client(Ec2Client.builder()))
        .read(
            "images",
            Ec2Client::describeImages,
            DescribeImagesRequest.builder().owners("self").build());
  }

  private static DescribeAutoScalingGroupsResponse groups(ScriptedHttp http) {
    return CheckedClient.of(http.client(AutoScalingClient.builder()))
        .read(
            "auto-scaling-groups",
            AutoScalingClient::describeAutoScalingGroups,
            DescribeAutoScalingGroupsRequest.builder().build());
  }

  private static DescribeParametersResponse parameters(ScriptedHttp http) {
    return CheckedClient.of(http.client(SsmClient.builder()))
        .read(
            "ssm-parameters",
            SsmClient::describeParameters,
            DescribeParametersRequest.builder().build());
  }

  static Stream<String> ownAnswers() {
    String last = EMPTY_LIST.replaceFirst("<requestId>.*</requestId>", "");
    last =
        last.replace(
            "</DescribeImagesResponse>",
            "<requestId>" + ID + "</requestId></DescribeImagesResponse>");
    return Stream.of(
        EMPTY_LIST,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + EMPTY_LIST,
        "\uFEFF" + EMPTY_LIST,
        "  \r\n\t" + EMPTY_LIST,
        "<!-- made by <something> --><?pi?>\n" + EMPTY_LIST,
        EMPTY_LIST.replace("><", ">\n  <") + "\n",
        EMPTY_LIST.replace("xmlns=", "a='>' xmlns="),
        EMPTY_LIST
            .replace("xmlns=", "xmlns:e=")
            .replaceAll("<(/?)(Desc|request|images)", "<$1e:$2"),
        last,
        last.replace("><", ">\n  <") + "\n");
  }

  @ParameterizedTest
  @MethodSource("ownAnswers")
  void countsTheServicesOwnAnswerHoweverItIsWritten(String body) {
    assertThat(images(ScriptedHttp.answering(200, body)).images()).isEmpty();
  }

  @Test
  void readsAnAnswerOfManyPacketsToItsEnd() {
    String image = "<item><imageId>ami-12345678</imageId></item>";
    String body =
        EMPTY_LIST.replace("<imagesSet/>", "<imagesSet>" + image.repeat(5000) + "</imagesSet>");

    DescribeImagesResponse answer =
        images(ScriptedHttp.answering(200, () -> new InDrops(body, 1300)));

    assertThat(answer.images()).hasSize(5000);
  }

  @Test
  void findsTheRequestIdAtTheEndOfALongAnswer() {
    String group = "<member><AutoScalingGroupName>one</AutoScalingGroupName></member>";
    String body =
        "<DescribeAutoScalingGroupsResponse><DescribeAutoScalingGroupsResult><AutoScalingGroups>"
            + group.repeat(2000)
            + "</AutoScalingGroups></DescribeAutoScalingGroupsResult><ResponseMetadata>"
            + "<RequestId>"
            + ID
            + "</RequestId></ResponseMetadata></DescribeAutoScalingGroupsResponse>";

    assertThat(groups(ScriptedHttp.answering(200, () -> new InDrops(body, 7))).autoScalingGroups())
        .hasSize(2000);
    assertThatThrownBy(
            () -> groups(ScriptedHttp.answering(200, body.replaceAll("<R.*Metadata>", ""))))
        .isInstanceOf(ForeignAnswerException.class)
        .hasMessageContaining("no request id");
  }

  static Stream<String> foreignAnswers() {
    return Stream.of(
        "",
        " ",
        "{}",
        "{\"Parameters\":[]}",
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>Log in</p></body></html>",
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>Log in</title><p>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + EMPTY_LIST,
        "<?xml version='1.0'?><feed/>",
        "<?xml " + EMPTY_LIST,
        "<!-- " + EMPTY_LIST,
        "<",
        "< DescribeImagesResponse>" + EMPTY_LIST,
        "<Response><Errors/><RequestID>" + ID + "</RequestID></Response>",
        EMPTY_LIST.replace("DescribeImages", "DescribeInstances"),
        EMPTY_LIST.replace("DescribeImagesResponse", "DescribeImagesResponse2"),
        EMPTY_LIST.replace("requestId", "requesterId"),
        EMPTY_LIST.replace(ID, ""),
        EMPTY_LIST.replace(ID, " "),
        EMPTY_LIST.replace("<requestId>", "<item><requestId>").replace("<imagesSet/>", "</item>"),
        EMPTY_LIST.replaceFirst("<requestId>.*</requestId>", ""),
        "<DescribeImagesResponse/>",
        "<!--" + "x".repeat(AnswerBody.LONGEST_BEGINNING) + "-->" + EMPTY_LIST);
  }

  @ParameterizedTest
  @MethodSource("foreignAnswers")
  void refusesWhatIsNotTheServicesOwnAnswerAndAsksOnce(String body) {
    ScriptedHttp http = ScriptedHttp.answering(200, body).header("x-amzn-RequestId", ID);

    assertThatThrownBy(() -> images(http))
        .isExactlyInstanceOf(ForeignAnswerException.class)
        .hasMessageStartingWith("DescribeImages was answered with HTTP status 200 and ");
    assertThat(http.requests()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 206})
  void refusesAnAnswerWithoutABodyWhateverSuccessItSpeaksOf(int status) {
    assertThatThrownBy(() -> images(ScriptedHttp.answering(status, "")))
        .hasMessage(
            "DescribeImages was answered with HTTP status " + status + " and an empty body");
  }

  @Test
  void leavesAnswersOfFailureToTheSdk() {
    ScriptedHttp http =
        ScriptedHttp.answering(
            400,
            "<Response><Errors><Error><Code>AuthFailure</Code><Message>No.</Message></Error>"
                + "</Errors><RequestID>1</RequestID></Response>");

    assertThatThrownBy(() -> images(http))
        .isInstanceOfSatisfying(
            Ec2Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AuthFailure"));
  }

  @Test
  void showsTheBeginningWithoutWhatATerminalObeys() {
    String body = "<p>\u001b[2J\u202EAdmin\u0007\n\n  of the\tnet" + "x".repeat(500);

    assertThatThrownBy(() -> images(ScriptedHttp.answering(200, body)))
        .hasMessageContaining("a body that begins with '<p> [2J Admin of the netxxx")
        .message()
        .hasSizeLessThan(250);
  }

  @Test
  void givesTheConnectionOfARefusedAnswerUp() {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream body =
        new ByteArrayInputStream("<html/>".getBytes(StandardCharsets.UTF_8)) {
          @Override
          public void close() {
            closed.set(true);
          }
        };

    assertThatThrownBy(() -> images(ScriptedHttp.answering(200, () -> body)));

    assertThat(closed).isTrue();
  }

  @Test
  void leavesALostConnectionToTheSdkWhichAsksAgain() {
    ScriptedHttp http =
        ScriptedHttp.answering(
                200,
                () ->
                    new InputStream() {
                      @Override
                      public int read() throws IOException {
                        throw new IOException("Connection reset");
                      }

                      @Override
                      public int read(byte[] octets, int from, int length) throws IOException {
                        throw new IOException("Connection reset");
                      }
                    })
            .header("x-amzn-RequestId", ID);

    assertThatThrownBy(() -> parameters(http)).isInstanceOf(SdkClientException.class);
    assertThat(http.requests()).isGreaterThan(1);
  }

  @Test
  void countsAnEmptyListOfAJsonService() {
    ScriptedHttp http =
        ScriptedHttp.answering(200, " {\"Parameters\":[]}").header("X-AMZN-REQUESTID", ID);

    assertThat(parameters(http).parameters()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "{\"NextToken\":\"more\"}",
        "{\"Parameters\":null}",
        "{\"Accounts\":[]}",
        "<html/>",
        "<DescribeParametersResponse><requestId>1</requestId></DescribeParametersResponse>"
      })
  void refusesJsonWithoutAResult(String body) {
    ScriptedHttp http = ScriptedHttp.answering(200, body).header("x-amzn-RequestId", ID);

    assertThatThrownBy(() -> parameters(http))
        .isExactlyInstanceOf(ForeignAnswerException.class)
        .hasMessageStartingWith("DescribeParameters was answered with HTTP status 200 and ");
    assertThat(http.requests()).isEqualTo(1);
  }

  @Test
  void refusesJsonWithoutARequestId() {
    assertThatThrownBy(() -> parameters(ScriptedHttp.answering(200, "{\"Parameters\":[]}")))
        .isExactlyInstanceOf(ForeignAnswerException.class)
        .hasMessageContaining("no request id");
  }

  /** A body that comes in packets of so many bytes. */
  private static final class InDrops extends ByteArrayInputStream {

    private final int size;

    InDrops(String body, int size) {
      super(body.getBytes(StandardCharsets.UTF_8));
      this.size = size;
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) {
      return super.read(bytes, offset, Math.min(length, size));
    }
  }
}
