package io.amiclean.examples.organization;

import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.api.model.ProgressListener;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.wire.WireEndpoint;
import io.amiclean.aws.wire.WireState;
import io.amiclean.core.json.PolicyJson;
import io.amiclean.examples.organization.OrganizationDocumentationTest.Calls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The calls to AWS of {@code docs/organization.md}, counted by the double of the services. */
class OrganizationCallsTest {

  private static final String SPOKE = "210987654321";
  private static final String THIRD = "333333333333";
  private static final int CHANGES = 2;

  @AutoClose private final WireEndpoint aws = new WireEndpoint();

  @AutoClose
  private final AwsClients hub =
      AwsClients.builder()
          .region("eu-west-1")
          .credentials(
              StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret")))
          .endpoint(aws.uri())
          .build();

  @TempDir private Path folder;

  private WireState serve(String account, String region) {
    aws.state().role("arn:aws:iam::" + account + ":role/amiclean");
    WireState state = new WireState(account, region);
    aws.add(state);
    return state;
  }

  @Test
  void areAsManyAsTheFormulasSay() throws IOException {
    aws.state().organizationAccount(SPOKE, "ACTIVE").organizationAccount(THIRD, "ACTIVE");
    WireState state = serve(SPOKE, "eu-west-1");
    for (int i = 1; i <= CHANGES; i++) {
      state
          .image("ami-0000000" + i)
          .created("2017-06-15T00:00:0" + i + ".000Z")
          .device("/dev/xvda", "snap-0000000" + i, 8);
    }
    serve(SPOKE, "us-east-1");
    serve(THIRD, "eu-west-1");
    FolderStore store = new FolderStore(folder);
    AwsScopeSource source = new AwsScopeSource(hub, "amiclean", List.of(), Optional.empty());
    ScopeWork work = new ScopeWork(source, store);
    String policy =
        ScopeWork.putPolicy(
            store,
            PolicyJson.read(
                """
                {"schemaVersion": 1, "groupBy": [{"everything": "all"}], "retain": [{"nothing": {}}]}
                """));

    List<OrganizationScope> scopes =
        source.list(
            (name, failure) -> {
              throw failure;
            });
    PlannedScope planned = PlannedScope.NONE;
    for (OrganizationScope scope : scopes) {
      PlannedScope plan = work.plan(scope, policy);
      planned = plan.changes() > 0 ? plan : planned;
    }
    work.execute(scopes.get(0), planned.digest(), ProgressListener.none(), Optional.empty());

    Calls calls = new Calls(2, 3, 1, CHANGES);
    assertThat(scopes).hasSize(3);
    assertThat(aws.count("ListAccounts")).isEqualTo((int) calls.listAccounts());
    assertThat(aws.count("DescribeRegions")).isEqualTo((int) calls.describeRegions());
    assertThat(aws.count("AssumeRole")).isEqualTo((int) calls.assumeRole());
    assertThat(aws.count("DescribeInstances")).isEqualTo((int) calls.readings());
    // One is that of the hub, whose own account needs no role.
    assertThat(aws.count("GetCallerIdentity")).isEqualTo((int) calls.readings() + 1);
    assertThat(aws.count("DeregisterImage")).isEqualTo((int) calls.changes());
    assertThat(aws.count("DeleteSnapshot")).isZero();
    assertThat(state.imageIds()).isEmpty();
  }
}
