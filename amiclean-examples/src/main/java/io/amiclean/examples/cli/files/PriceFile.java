package io.amiclean.examples.cli.files;

import io.amiclean.api.model.DocumentFormatException;
import io.amiclean.core.cost.PriceList;
import io.amiclean.core.source.InputFile;
import io.amiclean.examples.exit.Failures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Reads price lists. */
public final class PriceFile {

  private PriceFile() {}

  /**
   * Reads a price list.
   *
   * @throws DocumentFormatException if the file holds none
   */
  public static PriceList read(Path file, CommandSpec command) {
    try (InputStream in = InputFile.open(file, InputFile.DOCUMENT_BYTES)) {
      return PriceList.read(in);
    } catch (DocumentFormatException e) {
      throw FileKind.PRICES.refuse(file, e);
    } catch (IOException e) {
      throw new ParameterException(
          command.commandLine(),
          "The price list '" + file + "' cannot be read: " + Failures.reason(e),
          e);
    }
  }
}
