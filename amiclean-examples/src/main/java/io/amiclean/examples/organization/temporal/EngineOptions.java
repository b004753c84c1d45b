package io.amiclean.examples.organization.temporal;

import io.amiclean.aws.AwsClients;
import io.amiclean.aws.AwsClientsBuilder;
import io.amiclean.examples.organization.ObjectStore;
import io.amiclean.examples.organization.Stores;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the engine is, and where plans are kept. */
final class EngineOptions implements AutoCloseable {

  @Option(
      names = "--target",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:7233",
      description = "The Temporal server. Default: ${DEFAULT-VALUE}.")
  String target = "";

  @Option(names = "--tls", description = "Connects to the server over TLS.")
  boolean tls;

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "The namespace. Default: ${DEFAULT-VALUE}.")
  String namespace = "";

  @Option(
      names = "--task-queue",
      paramLabel = "NAME",
      defaultValue = "amiclean",
      description = "The task queue of the workers. Default: ${DEFAULT-VALUE}.")
  String queue = "";

  @Option(
      names = "--store",
      paramLabel = "PLACE",
      defaultValue = "organization",
      description =
          "Where plans, journals, results and reports are kept: s3://BUCKET/PREFIX, or a folder"
              + " that all workers share. Default: ${DEFAULT-VALUE}.")
  String store = "";

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      description = "The profile of the AWS configuration to take credentials and region from.")
  @Nullable String profile;

  private @Nullable AwsClients hub;

  /** Returns a connection to the server, which the caller shuts down. */
  WorkflowServiceStubs connect() {
    return WorkflowServiceStubs.newServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget(target).setEnableHttps(tls).build());
  }

  WorkflowClient client(WorkflowServiceStubs server) {
    return WorkflowClient.newInstance(
        server, WorkflowClientOptions.newBuilder().setNamespace(namespace).build());
  }

  /** Returns the clients of the hub's account, which {@link #close()} closes. */
  AwsClients hub() {
    AwsClients open = hub;
    if (open == null) {
      AwsClientsBuilder clients = AwsClients.builder();
      if (profile != null) {
        clients.profile(profile);
      }
      open = clients.build();
      hub = open;
    }
    return open;
  }

  ObjectStore store() {
    return Stores.open(store, this::hub);
  }

  @Override
  public void close() {
    if (hub != null) {
      hub.close();
    }
  }
}
