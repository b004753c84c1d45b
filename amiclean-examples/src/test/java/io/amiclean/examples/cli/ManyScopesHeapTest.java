package io.amiclean.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.amiclean.core.inmemory.InMemoryAccount;
import io.amiclean.core.policy.OrganizationalUnits;
import io.amiclean.examples.cli.account.Account;
import io.amiclean.examples.cli.account.Accounts;
import io.amiclean.examples.cli.account.ScopedAccount;
import io.amiclean.examples.cli.options.Converters;
import io.amiclean.examples.cli.terminal.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A run of many accounts, planned, confirmed and executed, whose plans do not fit in the heap. */
@Timeout(300)
@Tag("slow")
class ManyScopesHeapTest {

  private static final int SCOPES = 800;
  private static final int IMAGES = 50;
  private static final int KEPT = 10;

  /** A plan of 50 images takes some 90 KB, so that all of them would take half as much again. */
  private static final String HEAP = "-Xmx48m";

  private static final Instant NOW = Instant.parse("2024-06-01T00:00:00Z");

  @TempDir private Path temporary;

  /**
   * Runs the command without a name on accounts in memory.
   *
   * @param args its options
   */
  public static void main(String... args) throws Exception {
    CommandLine command = Amiclean.commands(Console.ofProcess(), List.of(args));
    Converters.register(command);
    command.parseArgs(args);
    List<ScopedAccount> scopes =
        IntStream.range(0, SCOPES)
            .mapToObj(number -> new ScopedAccount("scope-" + number, () -> account(number)))
            .toList();
    Amiclean amiclean = command.getCommand();

    System.exit(amiclean.run(true, progress -> new Accounts(scopes, true, () -> {})));
  }

  private static Account account(int number) {
    InMemoryAccount.Builder builder =
        InMemoryAccount.builder().account(String.format(Locale.ROOT, "%012d", number));
    for (int image = 1; image <= IMAGES; image++) {
      Duration age = Duration.ofDays(image);
      String snapshot = "snap-%08x".formatted(image);
      builder.image(
          "ami-%08x".formatted(image),
          with -> with.createdAt(NOW.minus(age)).tag("role", "web").snapshot(snapshot, 8));
    }
    InMemoryAccount account = builder.build();
    return new Account(
        account,
        account,
        List.of(),
        account.reading(),
        account,
        account,
        Optional.empty(),
        OrganizationalUnits.unknown("it is of no organization"),
        () -> {});
  }

  @Test
  void arePlannedConfirmedAndExecutedAndLeaveNoFiles() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    HEAP,
                    "-XX:+UseSerialGC",
                    "-Djava.io.tmpdir=" + temporary,
                    "-cp",
                    System.getProperty("java.class.path"),
                    ManyScopesHeapTest.class.getName(),
                    "--now",
                    NOW.toString(),
                    "--keep-previous",
                    String.valueOf(KEPT)))
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().write("y\n".getBytes(UTF_8));
    process.getOutputStream().close();

    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    int removed = SCOPES * (IMAGES - KEPT);
    String end = output.substring(Math.max(0, output.length() - 1000));
    assertThat(process.waitFor()).as(end).isZero();
    assertThat(output).contains("continue and remove " + removed + " AMIs [y/N] ? : ");
    assertThat(end)
        .contains("Images: " + removed + " succeeded")
        .endsWith("Scopes: " + SCOPES + " done\n");
    assertThat(temporary).isEmptyDirectory();
  }
}
