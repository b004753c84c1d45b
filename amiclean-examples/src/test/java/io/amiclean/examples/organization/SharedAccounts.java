package io.amiclean.examples.organization;

import io.amiclean.api.execution.ActionOutcome;
import io.amiclean.api.execution.RemovalOperations;
import io.amiclean.api.model.AccountId;
import io.amiclean.api.model.CleanupScope;
import io.amiclean.api.model.EvidenceException;
import io.amiclean.api.model.ImageId;
import io.amiclean.api.model.ResourceId;
import io.amiclean.api.model.SnapshotId;
import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.json.PolicyJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Accounts that several processes work on: each is an {@link InMemoryAccount}, and what is removed
 * stands in files of a folder, so that it outlasts the process that removed it.
 */
public final class SharedAccounts implements ScopeSource {

  /** Keeps two images of each scope. */
  public static final String POLICY =
      """
      {"schemaVersion": 1, "groupBy": [{"tags": ["role"]}], "retain": [{"keepNewest": 2}]}
      """;

  private static final Instant OLDEST = Instant.parse("2017-06-15T00:00:00Z");

  private final int count;
  private final Path folder;
  private final BiFunction<Integer, InMemoryAccount, InMemoryAccount> preparation;
  private final Runnable afterRemoval;

  /**
   * Opens the accounts.
   *
   * @param count how many
   * @param folder where removals are written down
   * @param preparation prepares an account, by its number, each time that it is opened
   * @param afterRemoval is called after each removal, before it is answered
   */
  public SharedAccounts(
      int count,
      Path folder,
      BiFunction<Integer, InMemoryAccount, InMemoryAccount> preparation,
      Runnable afterRemoval) {
    this.count = count;
    this.folder = folder;
    this.preparation = preparation;
    this.afterRemoval = afterRemoval;
  }

  /** Returns accounts that never fail. */
  public static SharedAccounts of(int count, Path folder) {
    return new SharedAccounts(count, folder, (number, account) -> account, () -> {});
  }

  /** Returns a scope. */
  public static OrganizationScope scope(int number) {
    return new OrganizationScope(accountId(number), "eu-west-1", "");
  }

  /** Puts a policy into a store that keeps two images of each scope, and returns its key. */
  public static String putPolicy(ObjectStore store) throws IOException {
    return ScopeWork.putPolicy(store, PolicyJson.read(POLICY));
  }

  private static String accountId(int number) {
    return String.format("%012d", 100_000_000_000L + number);
  }

  private static int number(OrganizationScope scope) {
    return (int) (Long.parseLong(scope.account()) - 100_000_000_000L);
  }

  /** Every tenth scope has two images, every tenth one twelve, and the others six. */
  public static int images(int number) {
    return number % 10 == 0 ? 2 : number % 10 == 1 ? 12 : 6;
  }

  /** Returns the id of an image, the oldest first. */
  public static ImageId image(int number, int index) {
    return ImageId.of(String.format("ami-%08x", number * 100 + index));
  }

  private static SnapshotId snapshot(int number, int index) {
    return SnapshotId.of(String.format("snap-%08x", number * 100 + index));
  }

  @Override
  public List<OrganizationScope> list(BiConsumer<String, EvidenceException> unreadable) {
    return IntStream.range(0, count).mapToObj(SharedAccounts::scope).toList();
  }

  @Override
  public Opened open(OrganizationScope scope) {
    int number = number(scope);
    InMemoryAccount.Builder builder =
        InMemoryAccount.builder().account(scope.account()).region(scope.region());
    for (int i = 0; i < images(number); i++) {
      int index = i;
      if (!isRemoved(image(number, i))) {
        builder.image(
            image(number, i).value(),
            image ->
                image
                    .name("web-" + index)
                    .tag("role", "web")
                    .createdAt(OLDEST.plusSeconds(index))
                    .snapshot(snapshot(number, index).value(), 8));
      }
    }
    InMemoryAccount account = preparation.apply(number, builder.build());
    return new Opened(account, new Removals(account), account, () -> {});
  }

  private Path file(ResourceId id) {
    return folder.resolve("removed").resolve(id.value());
  }

  private boolean isRemoved(ResourceId id) {
    return Files.exists(file(id));
  }

  /** Returns what was removed, in no order. */
  public List<String> removed() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("removed"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Returns each call that asked to remove something, repeated ones as often as they were made. */
  public List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  /** Removals that other processes see. */
  private final class Removals implements RemovalOperations {

    private final InMemoryAccount account;

    private Removals(InMemoryAccount account) {
      this.account = account;
    }

    private List<ActionOutcome> removed(ResourceId id, List<ActionOutcome> outcomes) {
      try {
        Files.createDirectories(folder.resolve("removed"));
        Files.writeString(
            folder.resolve("calls"),
            id + "\n",
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
        for (ActionOutcome outcome : outcomes) {
          Files.createFile(file(outcome.resource()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      afterRemoval.run();
      return outcomes;
    }

    @Override
    public CleanupScope scope() {
      return account.scope();
    }

    @Override
    public ActionOutcome deregister(ImageId image) {
      return removed(image, List.of(account.deregister(image))).get(0);
    }

    @Override
    public List<ActionOutcome> deregisterWithSnapshots(ImageId image) {
      return removed(image, account.deregisterWithSnapshots(image));
    }

    @Override
    public ActionOutcome delete(SnapshotId snapshot) {
      return removed(snapshot, List.of(account.delete(snapshot))).get(0);
    }

    @Override
    public boolean exists(ImageId image) {
      return account.exists(image) && !isRemoved(image);
    }

    @Override
    public boolean exists(SnapshotId snapshot) {
      return account.exists(snapshot) && !isRemoved(snapshot);
    }

    @Override
    public Map<ImageId, AccountId> owners(Set<ImageId> images) {
      return account.owners(images);
    }
  }
}
