package io.amiclean.aws.internal.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.amiclean.api.execution.Outcome;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ReadingInterruptedException;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SideBySide;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;

@Timeout(60)
class CallWatchTest {

  private static final ReadOperation IMAGES = new ReadOperation("images", "ec2:DescribeImages");

  private static final String BEGINNING =
      "<DescribeImagesResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">"
          + "<requestId>59dbff89</requestId><imagesSet>";

  private final StandingTime time = new StandingTime();
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void letEverythingEnd() {
    end.countDown();
  }

  private static Limits limits(Duration answer, Duration source, Duration reading) {
    return new Limits(answer, source, reading, 1L << 20, 100, 1000);
  }

  private static final Limits LIMITS =
      limits(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(2));

  /** A body that begins well, and then does not go on, whoever interrupts. */
  private InputStream stoppingHalfWay() {
    return new InputStream() {
      private final ByteArrayInputStream beginning =
          new ByteArrayInputStream(BEGINNING.getBytes(StandardCharsets.UTF_8));

      @Override
      public int read() {
        return -1;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        int read = beginning.readNBytes(bytes, offset, length);
        if (read == 0) {
          time.standStill();
          awaitEnd();
        }
        return read;
      }
    };
  }

  private void awaitEnd() {
    boolean waiting = true;
    while (waiting) {
      try {
        end.await();
        waiting = false;
      } catch (InterruptedException e) {
        // As a read of a socket does, it goes on.
      }
    }
  }

  /** A body that comes byte by byte, one a second, and has no end. */
  private InputStream dripping(AtomicInteger taken) {
    return new InputStream() {
      @Override
      public int read() {
        throw new AssertionError("Read by arrays");
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        int at = taken.getAndIncrement();
        time.pass(Duration.ofSeconds(1));
        bytes[offset] = (byte) (at < BEGINNING.length() ? BEGINNING.charAt(at) : ' ');
        return 1;
      }
    };
  }

  private CheckedClient<Ec2Client> client(Limits limits, ScriptedHttp http) {
    return CheckedClient.of(http.client(Ec2Client.builder()), new CallWatch(limits, time));
  }

  private static DescribeImagesResponse images(CheckedClient<Ec2Client> ec2) {
    return IMAGES.call(ec2, Ec2Client::describeImages, DescribeImagesRequest.builder().build());
  }

  @Test
  void abandonsAnAnswerThatStopsHalfWay() {
    ScriptedHttp http = ScriptedHttp.answering(200, this::stoppingHalfWay);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> images(client(LIMITS, http)))
        .withMessage(
            "ec2:DescribeImages was not answered within PT5M, the limit 'answerTime': check the"
                + " endpoint and the network, or set another one by"
                + " ReadingLimits.Builder.answerTime")
        .returns("images", EvidenceException::source);
    assertThat(Duration.ofNanos(time.nanos())).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void abandonsAnAnswerThatDripsAndReadsNoMoreOfIt() throws InterruptedException {
    AtomicInteger taken = new AtomicInteger();
    CountDownLatch closed = new CountDownLatch(1);
    InputStream drops =
        new FilterInputStream(dripping(taken)) {
          @Override
          public void close() {
            closed.countDown();
          }
        };
    ScriptedHttp http = ScriptedHttp.answering(200, () -> drops);
    Limits limits =
        new Limits(
            LIMITS.answerTime(),
            LIMITS.sourceTime(),
            LIMITS.readingTime(),
            Long.MAX_VALUE,
            LIMITS.pages(),
            LIMITS.items());

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> images(client(limits, http)))
        .withMessageContaining("ec2:DescribeImages was not answered within PT5M");
    closed.await();
    assertThat(http.requests()).isEqualTo(1);
  }

  @Test
  void abandonsAnErrorThatStopsHalfWay() {
    ScriptedHttp http = ScriptedHttp.answering(503, this::stoppingHalfWay);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> images(client(LIMITS, http)))
        .withMessageContaining("ec2:DescribeImages was not answered within PT5M");
  }

  @Test
  void boundsTheTimeOfASource() {
    Limits limits = limits(Duration.ofMinutes(5), Duration.ofMinutes(2), Duration.ofHours(2));
    ScriptedHttp http = ScriptedHttp.answering(200, this::stoppingHalfWay);

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> images(client(limits, http)))
        .withMessageContaining("source 'images', which took longer than PT2M")
        .withMessageContaining("ReadingLimits.Builder.sourceTime");
  }

  @Test
  void boundsTheTimeOfASourceOverSeveralCalls() {
    CheckedClient<Ec2Client> ec2 = client(LIMITS, answering());

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(
            () ->
                ec2.reading(
                    () -> {
                      images(ec2);
                      time.pass(LIMITS.sourceTime());
                      return images(ec2);
                    }))
        .withMessageContaining("which took longer than PT1H");
  }

  @Test
  void beginsTheTimeOfASourceAnewInEachReading() {
    CheckedClient<Ec2Client> ec2 = client(LIMITS, answering());

    ec2.reading(() -> images(ec2));
    time.pass(LIMITS.sourceTime());

    assertThat(ec2.reading(() -> images(ec2)).images()).isEmpty();
  }

  @Test
  void boundsTheTimeOfAReadingOverItsSourcesAndThreads() {
    CheckedClient<Ec2Client> ec2 = client(LIMITS, answering());

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(
            () ->
                ec2.reading(
                    () -> {
                      time.pass(LIMITS.readingTime());
                      return SideBySide.read("usage", List.of(() -> images(ec2)));
                    }))
        .withMessageContaining("reading that took longer than PT2H")
        .withMessageContaining("ReadingLimits.Builder.readingTime");
  }

  @Test
  void boundsAReadingThatIsPartOfALongerOne() {
    CheckedClient<Ec2Client> ec2 = client(LIMITS, answering());

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(
            () ->
                ec2.reading(
                    () -> {
                      time.pass(LIMITS.readingTime());
                      return ec2.reading(() -> images(ec2));
                    }))
        .withMessageContaining("reading that took longer than PT2H");
  }

  private ScriptedHttp answering() {
    return ScriptedHttp.answering(200, BEGINNING + "</imagesSet></DescribeImagesResponse>");
  }

  @Test
  void saysEveryThirtySecondsWhichCallLasts() {
    Logger logger = (Logger) LoggerFactory.getLogger(CallWatch.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    Limits limits = limits(Duration.ofSeconds(75), Duration.ofHours(1), Duration.ofHours(2));
    ScriptedHttp http = ScriptedHttp.answering(200, this::stoppingHalfWay);

    try {
      assertThatExceptionOfType(EvidenceException.class)
          .isThrownBy(() -> images(client(limits, http)));
    } finally {
      logger.detachAppender(log);
    }

    assertThat(log.list)
        .filteredOn(event -> event.getLevel() == Level.WARN)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "DescribeImages has lasted for 30 s; its last request was sent 30 s ago, and is given up"
                + " after PT1M15S",
            "DescribeImages has lasted for 60 s; its last request was sent 60 s ago, and is given up"
                + " after PT1M15S");
  }

  /** A client whose requests wait for their turn, for ever. */
  private CheckedClient<Ec2Client> waitingForItsTurn(ScriptedHttp http) {
    ExecutionInterceptor turn =
        new ExecutionInterceptor() {
          @Override
          public void beforeExecution(
              Context.BeforeExecution context, ExecutionAttributes attributes) {
            time.standStill();
            awaitEnd();
          }
        };
    return CheckedClient.of(
        http.client(
            Ec2Client.builder()
                .overrideConfiguration(
                    configuration -> configuration.addExecutionInterceptor(turn))),
        new CallWatch(LIMITS, time));
  }

  @Test
  void countsTheWaitForATurnToTheTimeOfTheSource() {
    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> images(waitingForItsTurn(answering())))
        .withMessageStartingWith("ec2:DescribeImages was not sent within PT1H")
        .withMessageContaining("'sourceTime'");
  }

  @Test
  void hasNotMadeAChangeThatWaitsForItsTurn() {
    ScriptedHttp http = answering();
    MutatingCall call = new MutatingCall(MutatingCall.RETRY);

    assertThatExceptionOfType(PassedLimitException.class)
        .isThrownBy(
            () ->
                call.send(
                    waitingForItsTurn(http),
                    Ec2Client::deleteSnapshot,
                    DeleteSnapshotRequest.builder().snapshotId("snap-1").build()))
        .withMessage("DeleteSnapshot was not sent within PT1H");
    assertThat(http.requests()).isZero();
  }

  @Test
  void refusesAnAnswerThatTakesAllTheMemory() {
    ScriptedHttp http =
        ScriptedHttp.answering(
            200,
            () -> {
              throw new OutOfMemoryError("Java heap space");
            });

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> images(client(LIMITS, http)))
        .withMessageStartingWith("ec2:DescribeImages was answered with more than the heap of ")
        .withMessageContaining("the limit 'answerBytes'");
  }

  @Test
  void refusesAnAnswerThatIsNestedTooDeeply() {
    ScriptedHttp http = ScriptedHttp.answering(200, BEGINNING + "<item>".repeat(100_000));

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> images(client(LIMITS, http)))
        .withMessageStartingWith("ec2:DescribeImages ")
        // Newer JDKs have a limit of their own, which is passed before the stack ends.
        .withMessageMatching(
            "(?s).*(nested more deeply than can be read|jdk\\.xml\\.maxElementDepth).*");
  }

  @Test
  void endsAReadingThatIsInterruptedMeanwhile() throws InterruptedException {
    CountDownLatch reading = new CountDownLatch(1);
    ScriptedHttp http =
        ScriptedHttp.answering(
            200,
            () -> {
              reading.countDown();
              awaitEnd();
              return InputStream.nullInputStream();
            });
    AtomicBoolean isInterrupted = new AtomicBoolean();
    Thread reader =
        new Thread(
            () -> {
              try {
                images(client(LIMITS, http));
              } catch (ReadingInterruptedException e) {
                isInterrupted.set(Thread.currentThread().isInterrupted());
              }
            });

    reader.start();
    reading.await();
    reader.interrupt();
    reader.join();

    assertThat(isInterrupted).isTrue();
  }

  @Test
  void asksNothingWhereTheThreadIsInterruptedAlready() {
    ScriptedHttp http = answering();

    Thread.currentThread().interrupt();

    assertThatExceptionOfType(ReadingInterruptedException.class)
        .isThrownBy(() -> images(client(LIMITS, http)));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(http.requests()).isZero();
  }

  @Test
  void leavesItUnknownWhatAChangeDidThatIsAbandoned() {
    ScriptedHttp http = ScriptedHttp.answering(200, this::stoppingHalfWay);
    MutatingCall call = new MutatingCall(MutatingCall.RETRY);

    assertThatExceptionOfType(PassedLimitException.class)
        .isThrownBy(
            () ->
                call.send(
                    client(LIMITS, http),
                    Ec2Client::deleteSnapshot,
                    DeleteSnapshotRequest.builder().snapshotId("snap-1").build()))
        .satisfies(
            e ->
                assertThat(Refusal.of(e, call))
                    .returns("no-answer", Refusal::code)
                    .returns(Outcome.UNKNOWN, Refusal::outcome));
  }

  @Test
  void sendsNothingOfACallThatIsGivenUpBefore() {
    ScriptedHttp http = answering();
    AnswerCheck check = AnswerCheck.ofChange("DeleteSnapshot", new CallWatch(LIMITS, time));
    check.giveUp();

    assertThatExceptionOfType(AbortedException.class)
        .isThrownBy(
            () ->
                http.client(Ec2Client.builder())
                    .deleteSnapshot(
                        request ->
                            request.overrideConfiguration(
                                configuration -> configuration.addPlugin(check.plugin()))));
    assertThat(http.requests()).isZero();
  }

  @Test
  void namesTheLimitThatALongAnswerPasses() {
    ScriptedHttp http =
        ScriptedHttp.answering(
            200, BEGINNING + " ".repeat(1 << 20) + "</imagesSet></DescribeImagesResponse>");

    assertThatExceptionOfType(EvidenceException.class)
        .isThrownBy(() -> images(client(LIMITS, http)))
        .withMessage(
            "ec2:DescribeImages answered with more than 1048576 bytes, the limit 'answerBytes':"
                + " check the endpoint and the network, or set another one by"
                + " ReadingLimits.Builder.answerBytes");
    assertThat(http.requests()).isEqualTo(1);
  }
}
