package io.amiclean.core.benchmark;

import io.amiclean.api.model.Image;
import io.amiclean.api.plan.CleanupPlan;
import java.util.List;
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

/** How long planning takes, and the {@link Floor} beside it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 5)
@Measurement(iterations = 6, time = 5)
public class PlanningBenchmark {

  /** An account of the asked size. */
  @State(Scope.Benchmark)
  public static class Accounts {

    /** How many images the account has. */
    @Param({"1000", "10000", "100000", "1000000"})
    public int images;

    private Account account;

    /** Makes the account. */
    @Setup
    public void fill() {
      account = new Account(images);
    }
  }

  /** The floor of the account, with maps that only the floor has. */
  @State(Scope.Benchmark)
  public static class Floors {

    private Floor floor;

    /** Makes the maps. */
    @Setup
    public void fill(Accounts accounts) {
      floor = new Floor(accounts.account);
    }
  }

  /** Plans. */
  @Benchmark
  public CleanupPlan plan(Accounts accounts) {
    return accounts.account.planner().plan();
  }

  /** Does the least that planning can be. */
  @Benchmark
  public List<Image> floor(Floors floors) {
    return floors.floor.plan();
  }
}
