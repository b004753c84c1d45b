package io.amiclean.examples.cli.options;

import io.amiclean.core.cost.PriceList;
import io.amiclean.examples.cli.files.FileKind;
import io.amiclean.examples.cli.files.OutputFile;
import io.amiclean.examples.cli.terminal.Console;
import io.amiclean.examples.exit.CommandPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a document that a command makes is written to, and by which prices it is made. */
public final class DocumentOptions extends CommandPart {

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where it is written to, in UTF-8. Default: stdout.")
  @Nullable Path out;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description =
          "A price list as JSON, for regions or prices that the built-in one does not have.")
  @Nullable Path prices;

  @Mixin private final OutputOptions output = new OutputOptions();

  /** Checks that the document can be written, and returns the file that it is written to. */
  public Optional<OutputFile> file() {
    return Optional.ofNullable(out).map(output::file);
  }

  /** Returns the prices, which are read again each time. */
  public PriceList prices() {
    return prices == null
        ? PriceList.builtIn()
        : FileKind.PRICES.read(prices, "price list", "", command, PriceList::read);
  }

  /** Writes the document, which is in UTF-8, to a file or to stdout. */
  public void write(Optional<OutputFile> file, OutputFile.Content content, Console console)
      throws IOException {
    if (file.isPresent()) {
      file.get().write(content);
    } else if (console.terminal() && !console.charset().equals(StandardCharsets.UTF_8)) {
      // A terminal shows its own encoding; a file that stdout goes to is the same as that of --out.
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      content.writeTo(text);
      console.out().print(text.toString(StandardCharsets.UTF_8));
    } else {
      content.writeTo(console.out());
    }
  }
}
