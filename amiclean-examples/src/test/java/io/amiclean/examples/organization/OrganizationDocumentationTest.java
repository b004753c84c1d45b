package io.amiclean.examples.organization;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.ProgressListener;
import io.amiclean.aws.MinimumIamPolicy;
import io.amiclean.aws.source.ReadingOptions;
import io.amiclean.examples.organization.temporal.OrganizationSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The permissions and the calls of {@code docs/organization.md}. */
class OrganizationDocumentationTest {

  private static final Path DOCS = Path.of("..", "docs");

  private static final MinimumIamPolicy SPOKE =
      MinimumIamPolicy.of(ReadingOptions.defaults()).findingRegions();

  private static final Map<String, String> GENERATED =
      Map.of(
          "spoke-policy", SPOKE.toJson(),
          "spoke-trust",
              MinimumIamPolicy.trustPolicy(AccountId.of("123456789012"), "aws", Optional.empty()),
          "hub-policy", SPOKE.assumingInOrganization("amiclean").toJson());

  @TempDir private Path folder;

  private static Path file(String name) {
    return DOCS.resolve("organization." + name + ".json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"spoke-policy", "spoke-trust", "hub-policy"})
  void permissionsAreThoseThatAreGenerated(String name) throws IOException {
    String generated = GENERATED.get(name) + "\n";
    if ("write".equals(System.getProperty("amiclean.golden"))) {
      Files.writeString(file(name), generated);
    }

    assertThat(file(name)).hasContent(generated);
  }

  /** {@link S3StoreTest} shows that the store makes these calls alone. */
  @Test
  void theStoreIsReadAndWrittenUnderItsPrefix() throws IOException {
    JsonNode statements =
        new ObjectMapper().readTree(file("store-policy").toFile()).get("Statement");

    assertThat(statements.findValues("Action").stream().flatMap(OrganizationDocumentationTest::all))
        .containsExactlyInAnyOrder("s3:GetObject", "s3:PutObject", "s3:ListBucket");
    assertThat(statements.findValuesAsText("Resource"))
        .containsExactly("arn:aws:s3:::plans/amiclean/*", "arn:aws:s3:::plans");
  }

  private static Stream<String> all(JsonNode list) {
    return Stream.iterate(0, i -> i < list.size(), i -> i + 1).map(i -> list.get(i).asText());
  }

  /** Counts what is asked of a store. */
  private record CountingStore(ObjectStore store, AtomicInteger puts, AtomicInteger gets)
      implements ObjectStore {

    private CountingStore(Path folder) {
      this(new FolderStore(folder), new AtomicInteger(), new AtomicInteger());
    }

    @Override
    public boolean create(String key, byte[] content) throws IOException {
      puts.incrementAndGet();
      return store.create(key, content);
    }

    @Override
    public void put(String key, byte[] content) throws IOException {
      puts.incrementAndGet();
      store.put(key, content);
    }

    @Override
    public void put(String key, Path file) throws IOException {
      puts.incrementAndGet();
      store.put(key, file);
    }

    @Override
    public Optional<byte[]> get(String key) throws IOException {
      gets.incrementAndGet();
      return store.get(key);
    }

    @Override
    public Optional<InputStream> open(String key) throws IOException {
      gets.incrementAndGet();
      return store.open(key);
    }

    private void require(long expectedPuts, long expectedGets) {
      assertThat(List.of(puts.getAndSet(0), gets.getAndSet(0)))
          .containsExactly((int) expectedPuts, (int) expectedGets);
    }
  }

  /** S scopes in A accounts are planned, and E of them executed with C calls each. */
  record Calls(long a, long s, long e, long c) {

    long listAccounts() {
      return (a + 19) / 20;
    }

    long describeRegions() {
      return a;
    }

    long assumeRole() {
      return a + s + e;
    }

    long readings() {
      return s + e;
    }

    long changes() {
      return e * c;
    }

    private long pages() {
      return (s + 99) / 100;
    }

    private long puts() {
      return 1 + s + e * (2 * c + 2) + 2 * pages() + 3;
    }

    private long gets() {
      return s + 2 * e + 3 * pages() + 1;
    }
  }

  @Test
  void theStoreIsAskedAsOftenAsTheFormulasSay() throws IOException {
    CountingStore store = new CountingStore(folder.resolve("store"));
    SharedAccounts accounts = SharedAccounts.of(2, folder);
    ScopeWork work = new ScopeWork(accounts, store);
    OrganizationReport report = new OrganizationReport(store, "1");
    int calls = SharedAccounts.images(1) - 2;

    String policy = SharedAccounts.putPolicy(store);
    assertThat(report.list(accounts, 100)).isEqualTo(1);
    String digest = "";
    for (OrganizationScope scope : report.scopes(0)) {
      digest = work.plan(scope, policy).digest();
    }
    work.execute(SharedAccounts.scope(1), digest, ProgressListener.none(), Optional.empty());
    report.put(0, List.of());
    report.write(1);

    assertThat(accounts.calls()).hasSize(calls);
    Calls formulas = new Calls(2, 2, 1, calls);
    store.require(formulas.puts(), formulas.gets());
  }

  @Test
  void theWorkedExampleIsWhatTheFormulasAmountTo() throws IOException {
    Calls calls = new Calls(1_000, 17_000, 1_700, 20);

    assertThat(table("## Number of calls"))
        .containsEntry("`ListAccounts`", calls.listAccounts())
        .containsEntry("`DescribeRegions`", calls.describeRegions())
        .containsEntry("`AssumeRole`", calls.assumeRole())
        .containsEntry("readings of a scope", calls.readings())
        .containsEntry("calls that change resources", calls.changes())
        .containsEntry("`PutObject`", calls.puts())
        .containsEntry("`GetObject`", calls.gets());
  }

  @Test
  void historiesAreAsLongAsTheSettingsAllow() throws IOException {
    OrganizationSettings daily = OrganizationSettings.daily("", new ApprovalLimits(0, 0));

    assertThat(table("## Histories"))
        .containsEntry("organization", 17L + 9L * daily.batchesAtOnce())
        .containsEntry("batch", 17L + 9L * daily.batchSize());
  }

  /** The last column of a table under its first one. */
  private static Map<String, Long> table(String heading) throws IOException {
    String page = Files.readString(DOCS.resolve("organization.md"));
    return page.substring(page.indexOf(heading))
        .lines()
        .skip(1)
        .takeWhile(line -> !line.startsWith("#"))
        .filter(line -> line.startsWith("| ") && line.matches(".*[0-9] \\|"))
        .map(line -> line.split(" \\| ", -1))
        .collect(
            Collectors.toMap(
                cells -> cells[0].substring(2),
                cells -> Long.parseLong(cells[cells.length - 1].replaceAll("[^0-9]", ""))));
  }
}
