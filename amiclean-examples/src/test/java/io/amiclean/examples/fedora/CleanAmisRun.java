package io.amiclean.examples.fedora;

import io.amiclean.aws.budget.RequestBudget;
import io.amiclean.examples.fedora.archive.FedoraServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A run of Fedora's process that has ended. */
record CleanAmisRun(int status, String out, String err) {

  /** What the seed document's variables hold, and the token of the project. */
  static final Map<String, String> ENVIRONMENT =
      Map.of(
          "AWS_ACCESS_KEY", "AKIDFEDORA",
          "AWS_SECRET_ACCESS_KEY", "S3CRET",
          "PAGURE_ACCESS_TOKEN", FedoraServer.TOKEN);

  /** Runs it in a folder, without a pause before anything is tried again. */
  static CleanAmisRun in(Path folder, Map<String, String> environment, List<String> args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        CleanAmis.commandLine(
                new CleanAmis(
                    new CleanAmis.Surroundings(
                        environment, folder, pause -> {}, RequestBudget.unlimited())))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args.toArray(String[]::new));
    return new CleanAmisRun(status, out.toString(), err.toString());
  }
}
