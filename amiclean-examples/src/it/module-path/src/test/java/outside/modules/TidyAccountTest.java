package outside.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.amiclean.api.model.Image;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.api.report.CleanupReport;
import io.amiclean.api.retention.RetentionStrategy;
import io.amiclean.aws.AwsAccount;
import io.amiclean.aws.AwsClients;
import io.amiclean.aws.MinimumIamPolicy;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.json.PlanJson;
import io.amiclean.core.plan.StrategyRegistry;
import io.amiclean.core.report.html.HtmlReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TidyAccountTest {

  private final CleanupPlan plan = TidyAccount.plan(InMemoryAccount.demo());

  @TempDir private Path folder;

  @Test
  void runsOnTheModulePath() {
    assertThat(getClass().getModule().getName()).isEqualTo("outside.modules");
    assertThat(Image.class.getModule().getName()).isEqualTo("io.amiclean.api");
    assertThat(InMemoryAccount.class.getModule().getName()).isEqualTo("io.amiclean.core");
    assertThat(AwsClients.class.getModule().getName()).isEqualTo("io.amiclean.aws");
  }

  @Test
  void plansForTheAccountInMemory() {
    assertThat(plan.summary().remove()).isPositive();
    assertThat(PlanJson.read(PlanJson.write(plan))).isEqualTo(plan);
  }

  @Test
  void setsUpClientsOfTheSdk() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AwsClients.builder().endpoint(URI.create("x:y")));
    try (AwsClients clients =
        AwsClients.builder()
            .region("eu-west-1")
            .endpoint(URI.create("http://127.0.0.1:1"))
            .build()) {
      assertThat(clients.ec2().serviceClientConfiguration().region().id()).isEqualTo("eu-west-1");
    }
  }

  @Test
  void findsTheSourcesOfModules() {
    assertThat(AwsAccount.sourceNames())
        .contains("outside.wiki", "batch-compute-environments", "cloudformation-stacks");
  }

  @Test
  void findsTheStrategiesOfModules() {
    assertThat(StrategyRegistry.installed().names(RetentionStrategy.class))
        .contains("outside.none", "keepNewest");
  }

  @Test
  void asksForNoPermissionsOfClientsThatAreMissing() {
    assertThat(MinimumIamPolicy.of(ReadingOptions.defaults()).actions())
        .contains("wiki:ListPages")
        .doesNotContain("batch:DescribeComputeEnvironments", "cloudformation:DescribeStacks");
  }

  @Test
  void rendersThePage() throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    new HtmlReport().render(CleanupReport.of(plan), page);

    assertThat(page.toString(StandardCharsets.UTF_8)).contains("</html>");
  }

  @Test
  void findsTheSchemas() {
    assertThat(ClassLoader.getSystemResource("io/amiclean/core/json/plan.schema.json")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.amiclean.api.internal.SnapshotDescriptions",
        "io.amiclean.core.internal.LogContext",
        "io.amiclean.core.internal.json.JsonDocument",
        "io.amiclean.aws.internal.call.CheckedClient",
        "io.amiclean.aws.internal.source.Ec2Lookup"
      })
  void cannotBeCompiledAgainstWhatIsInternal(String type) throws IOException {
    assertThat(compiled(type)).contains("is not visible").contains("which does not export it");
  }

  @Test
  void canBeCompiledAgainstWhatIsExported() throws IOException {
    assertThat(compiled("io.amiclean.aws.AwsAccount")).isEmpty();
  }

  /** Compiles a module that uses a type. */
  private String compiled(String type) throws IOException {
    Path descriptor =
        Files.writeString(
            folder.resolve("module-info.java"),
            "module user { requires io.amiclean.core; requires io.amiclean.aws; }");
    Path user =
        Files.writeString(
            folder.resolve("User.java"), "package user; class User { " + type + " used; }");
    StringWriter messages = new StringWriter();
    PrintWriter out = new PrintWriter(messages);
    ToolProvider.findFirst("javac")
        .orElseThrow()
        .run(
            out,
            out,
            "-p",
            System.getProperty("jdk.module.path"),
            "-d",
            folder.resolve("classes").toString(),
            descriptor.toString(),
            user.toString());
    return messages.toString();
  }
}
