package io.amiclean.aws.benchmark;

import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageInventory;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.api.model.SnapshotInventory;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.call.CallWatch;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.source.Ec2ImageSource;
import io.amiclean.aws.internal.source.Ec2SnapshotSource;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.aws.wire.WireState;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;

/**
 * How long full pages of EC2's answers take to be read: by the SDK alone, by the sources with the
 * SDK, and by the sources from what the SDK has read already. Each page is timed by itself, so that
 * other work of the machine shows in the slow ones only.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 6, time = 3)
@State(Scope.Benchmark)
public class ParsingBenchmark {

  /** As many as a page holds. */
  private static final int PAGE = 1000;

  private Ec2Client ec2;
  private Ec2ImageSource images;
  private Ec2SnapshotSource snapshots;
  private Ec2ImageSource imagesThatWereRead;
  private Ec2SnapshotSource snapshotsThatWereRead;

  /** A client that has every answer already. */
  private record Answers(DescribeImagesResponse images, DescribeSnapshotsResponse snapshots)
      implements Ec2Client {

    @Override
    public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
      return images;
    }

    @Override
    public DescribeSnapshotsResponse describeSnapshots(DescribeSnapshotsRequest request) {
      return snapshots;
    }

    @Override
    public String serviceName() {
      return "ec2";
    }

    @Override
    public void close() {}
  }

  /** Makes the pages. */
  @Setup
  public void fill() {
    WireState state = new WireState();
    for (int number = 1; number <= PAGE; number++) {
      String snapshot = "snap-%017x".formatted(number);
      state
          .image("ami-%017x".formatted(number))
          .name("web-server-%09d".formatted(number))
          .tag("environment", "dev")
          .tag("role", "web-" + number / 50)
          .device("/dev/xvda", snapshot, 8);
      state.snapshot(snapshot).tag("environment", "dev").tag("role", "web-" + number / 50);
    }
    SourceContext context =
        SourceContext.of(
            () -> CleanupScope.of(AccountId.of(state.account()), state.region()),
            Clock.systemUTC(),
            ProgressListener.none());
    ReadingOptions options =
        ReadingOptions.builder()
            .skip("recycle-bin", "locked-snapshots", "fast-snapshot-restores", "snapshot-tiers")
            .build();
    try (WireEndpoint endpoint = new WireEndpoint(state)) {
      ec2 =
          Ec2Client.builder()
              .httpClient(new ReplayedAnswers(UrlConnectionHttpClient.create()))
              .endpointOverride(endpoint.uri())
              .region(Region.of(state.region()))
              .credentialsProvider(
                  StaticCredentialsProvider.create(
                      AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
              .build();
      images = new Ec2ImageSource(CheckedClient.of(ec2), context, options);
      snapshots = new Ec2SnapshotSource(CheckedClient.of(ec2), context, options);
      CheckedClient<Ec2Client> answers =
          CheckedClient.withoutAnswerChecks(
              new Answers(imagesBySdk(), snapshotsBySdk()), CallWatch.defaults());
      imagesThatWereRead = new Ec2ImageSource(answers, context, options);
      snapshotsThatWereRead = new Ec2SnapshotSource(answers, context, options);
      images();
      snapshots();
    }
  }

  /** The SDK alone. */
  @Benchmark
  public DescribeImagesResponse imagesBySdk() {
    return ec2.describeImages(request -> request.owners("self").maxResults(PAGE));
  }

  /** The SDK and the source. */
  @Benchmark
  public ImageInventory images() {
    return images.loadImages();
  }

  /** The source alone. */
  @Benchmark
  public ImageInventory imagesThatWereRead() {
    return imagesThatWereRead.loadImages();
  }

  /** The SDK alone. */
  @Benchmark
  public DescribeSnapshotsResponse snapshotsBySdk() {
    return ec2.describeSnapshots(request -> request.ownerIds("self").maxResults(PAGE));
  }

  /** The SDK and the source. */
  @Benchmark
  public SnapshotInventory snapshots() {
    return snapshots.loadSnapshots();
  }

  /** The source alone. */
  @Benchmark
  public SnapshotInventory snapshotsThatWereRead() {
    return snapshotsThatWereRead.loadSnapshots();
  }
}
