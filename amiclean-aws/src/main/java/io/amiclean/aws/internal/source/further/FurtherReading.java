package io.amiclean.aws.internal.source.further;

import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.ImageReference;
import io.amiclean.api.model.ImageUsage;
import io.amiclean.api.model.Progress;
import io.amiclean.aws.internal.ReadOperation;
import io.amiclean.aws.internal.SourceContext;
import io.amiclean.aws.internal.Usage;
import io.amiclean.aws.internal.call.CheckedClient;
import io.amiclean.aws.internal.source.launch.LaunchTemplates;
import io.amiclean.aws.internal.source.launch.LaunchedVersions;
import io.amiclean.aws.internal.source.launch.TemplateSpec;
import io.amiclean.aws.source.UsageReading;
import io.amiclean.aws.source.UsageSourceProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateSpecification;

/** One reading of a provider. Not thread-safe. */
final class FurtherReading implements UsageReading {

  private final String source;
  private final Set<String> actions;
  private final FurtherClients clients;
  private final SourceContext context;
  private final Instant readAt;
  private final List<ImageReference> references = new ArrayList<>();
  private final List<Launch> launches = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private long items;

  /** A version of a launch template, and who launches from it. */
  private record Launch(TemplateSpec spec, String kind, String user) {}

  FurtherReading(UsageSourceProvider provider, FurtherClients clients, SourceContext context) {
    this.source = provider.name();
    this.actions = provider.permissions().keySet();
    this.clients = clients;
    this.context = context;
    this.readAt = context.now();
  }

  @Override
  public CleanupScope scope() {
    return context.scope();
  }

  @Override
  public <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C extends AwsClient>
      Calls<C> client(Class<C> type, Supplier<B> builder) {
    return new CheckedCalls<>(clients.client(source, type, builder));
  }

  @Override
  public void items(long more) {
    if (more < 0) {
      throw new IllegalArgumentException(more + " items: expected 0 or more");
    }
    items += more;
    context.report(Progress.of(source, items));
  }

  @Override
  public void uses(ImageReference reference) {
    references.add(Objects.requireNonNull(reference, "reference"));
  }

  @Override
  public void launches(LaunchTemplateSpecification template, String kind, String user) {
    launches.add(new Launch(TemplateSpec.of(template, kind + " " + user), kind, user));
  }

  @Override
  public void note(String sentence) {
    notes.add(Objects.requireNonNull(sentence, "sentence"));
  }

  /** Returns what was found, and what the launch templates launch from. */
  ImageUsage usage(LaunchedVersions versions) {
    for (Launch launch : launches) {
      versions
          .find(source, launch.spec(), launch.kind() + " " + launch.user())
          .ifPresent(version -> add(launch, version));
    }
    notes.addAll(versions.notes(source));
    return Usage.of(context, source, readAt, items, references, notes);
  }

  private void add(Launch launch, LaunchTemplates.Version version) {
    String detail = "launch template " + version.templateId() + " " + version.detail();
    version
        .targets()
        .forEach(
            target ->
                references.add(ImageReference.of(target, launch.kind(), launch.user(), detail)));
  }

  private ReadOperation operation(String action) {
    if (!actions.contains(action)) {
      throw new IllegalArgumentException(
          "'" + action + "' is none of the permissions of '" + source + "': expected " + actions);
    }
    return new ReadOperation(source, action);
  }

  private final class CheckedCalls<C extends SdkClient> implements Calls<C> {

    private final CheckedClient<C> client;

    CheckedCalls(CheckedClient<C> client) {
      this.client = client;
    }

    @Override
    public <Q extends AwsRequest, P extends AwsResponse> P call(
        String action, BiFunction<C, Q, P> operation, Q request) {
      return operation(action).call(client, operation, request);
    }

    @Override
    public <Q extends AwsRequest, P extends AwsResponse> void pages(
        String action,
        BiFunction<C, Q, P> operation,
        Function<@Nullable String, Q> request,
        Function<P, @Nullable String> nextToken,
        Consumer<P> consumer) {
      operation(action).pages(client, operation, request, nextToken, consumer);
    }
  }
}
