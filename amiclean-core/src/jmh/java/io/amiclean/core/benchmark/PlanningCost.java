package io.amiclean.core.benchmark;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.json.PlanJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * The processor time of all threads that a plan and its JSON cost, with the {@link Floor} and a
 * copy of the JSON by tokens beside them in turn, so that the ratios hold on a machine that other
 * work shares; and what the inventory and its plan keep in memory.
 *
 * <pre>{@code
 * mvn -Pbenchmarks test-compile -pl amiclean-core -am \
 *     -Dmeasured=io.amiclean.core.benchmark.PlanningCost -Dbenchmarks=100000
 * }</pre>
 */
public final class PlanningCost {

  private static final int WARM_UPS = 2;
  private static final int ROUNDS = 3;
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, List<Double>> millis = new LinkedHashMap<>();

  private PlanningCost() {}

  /** Takes the number of images. */
  public static void main(String... args) throws Exception {
    new PlanningCost().run(Integer.parseInt(args[0]));
  }

  private void run(int images) throws Exception {
    long empty = used();
    Account account = new Account(images);
    long inventory = used();
    CleanupPlan plan = account.planner().plan();
    long planned = used();
    Floor floor = new Floor(account);
    byte[] json = bytes(plan);
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      measure(round, "floor", floor::plan);
      measure(round, "plan", () -> account.planner().plan());
      measure(round, "JSON written", () -> bytes(plan));
      measure(round, "JSON read", () -> PlanJson.read(new ByteArrayInputStream(json)));
      measure(round, "JSON copied", () -> copy(json));
    }
    millis.forEach((what, times) -> print("%-14s %7.0f ms", what, median(times)));
    print("plan : floor %.2f", ratio("plan", "floor"));
    print("JSON written : copied %.2f", ratio("JSON written", "JSON copied"));
    print("JSON read : copied %.2f", ratio("JSON read", "JSON copied"));
    print("JSON of an image %.0f bytes", (double) json.length / images);
    print(
        "inventory %d MB, its plan %d MB more",
        (inventory - empty) >> 20, (planned - inventory) >> 20);
  }

  private static byte[] bytes(CleanupPlan plan) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PlanJson.write(plan, output);
    return output.toByteArray();
  }

  /** Reads and writes the same tokens, which is the least that either can be. */
  private static byte[] copy(byte[] json) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (JsonParser parser = JSON.createParser(json);
        JsonGenerator generator = JSON.createGenerator(output)) {
      parser.nextToken();
      generator.copyCurrentStructure(parser);
    }
    return output.toByteArray();
  }

  private void measure(int round, String what, Callable<?> work) throws Exception {
    double time = ProcessorTime.of(work);
    if (round >= 0) {
      millis.computeIfAbsent(what, some -> new ArrayList<>()).add(time);
    }
  }

  private double ratio(String one, String other) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      ratios.add(millis.get(one).get(round) / millis.get(other).get(round));
    }
    return median(ratios);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
