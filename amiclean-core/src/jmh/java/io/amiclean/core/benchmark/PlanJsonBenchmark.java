package io.amiclean.core.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.amiclean.api.plan.CleanupPlan;
import io.amiclean.core.json.PlanJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long a plan takes to be written and parsed, and the same content as plain maps beside it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 5)
@Measurement(iterations = 6, time = 5)
public class PlanJsonBenchmark {

  private static final ObjectMapper MAPS = new ObjectMapper();

  /** How many images the plan has. */
  @Param({"1000", "10000", "100000"})
  public int images;

  private CleanupPlan plan;
  private byte[] json;
  private Map<?, ?> maps;

  /** Plans, and writes the plan. */
  @Setup
  public void fill() throws IOException {
    plan = new Account(images).planner().plan();
    json = bytes(plan);
    maps = readMaps();
  }

  private static byte[] bytes(CleanupPlan plan) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PlanJson.write(plan, output);
    return output.toByteArray();
  }

  /** Writes the plan. */
  @Benchmark
  public byte[] write() throws IOException {
    return bytes(plan);
  }

  /** Writes the content of the plan from maps. */
  @Benchmark
  public byte[] writeMaps() throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    MAPS.writerWithDefaultPrettyPrinter().writeValue(output, maps);
    return output.toByteArray();
  }

  /** Parses the plan. */
  @Benchmark
  public CleanupPlan read() throws IOException {
    return PlanJson.read(new ByteArrayInputStream(json));
  }

  /** Parses the content of the plan into maps. */
  @Benchmark
  public Map<?, ?> readMaps() throws IOException {
    return MAPS.readValue(json, Map.class);
  }
}
