package io.amiclean.examples.benchmark;

import io.amiclean.aws.wire.WireEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a program takes that talks to an endpoint in this process, as measured by GNU time, which
 * has to be installed as {@code /usr/bin/time}.
 *
 * @param seconds from its start to its end
 * @param processor the processor time in seconds
 * @param peak the most memory that was resident, in MB
 */
record MeasuredProcess(double seconds, double processor, long peak) {

  /** Runs a program, with a folder for what it leaves behind. */
  static MeasuredProcess run(Path folder, List<String> program)
      throws IOException, InterruptedException {
    Path times = folder.resolve("times.txt");
    Path output = folder.resolve("output.txt");
    List<String> command =
        new ArrayList<>(List.of("/usr/bin/time", "-f", "%U %S %M", "-o", times.toString()));
    command.addAll(program);
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.redirectOutput(output.toFile());
    process.environment().put("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    process.environment().put("AWS_SECRET_ACCESS_KEY", "secret");
    process.environment().put("AWS_EC2_METADATA_DISABLED", "true");
    process.environment().put("XDG_CACHE_HOME", folder.toString());
    long start = System.nanoTime();
    int status = process.start().waitFor();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (status != 0) {
      throw new IllegalStateException(
          command + " ended with " + status + ": " + Files.readString(output));
    }
    String[] figures = Files.readString(times).trim().split(" ", -1);
    return new MeasuredProcess(
        seconds,
        Double.parseDouble(figures[0]) + Double.parseDouble(figures[1]),
        Long.parseLong(figures[2]) / 1024);
  }

  /** Adds the options that make the launcher talk to an endpoint. */
  static List<String> launcher(Path launcher, List<String> options, WireEndpoint endpoint) {
    List<String> command = new ArrayList<>();
    command.add(launcher.toString());
    command.addAll(options);
    command.addAll(List.of("--region", "eu-west-1", "--endpoint-url", endpoint.uri().toString()));
    return command;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%.2f s, %.2f s of processor time, %d MB", seconds, processor, peak);
  }
}
