package io.amiclean.api.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StrategyTest {

  interface Shape extends Strategy {
    int corners();
  }

  private static final class Triangle implements Shape {
    @Override
    public int corners() {
      return 3;
    }
  }

  private static Shape shape(int corners) {
    return () -> corners;
  }

  @Test
  void isDescribedByTheNameOfItsClass() {
    assertThat(new Triangle().description())
        .isEqualTo("io.amiclean.api.policy.StrategyTest$Triangle");
  }

  @Test
  void describesALambdaByTheClassThatHoldsIt() {
    assertThat(shape(4).description()).isEqualTo("io.amiclean.api.policy.StrategyTest(lambda)");
  }

  @Test
  void describesAMethodReferenceByTheClassThatHoldsIt() {
    Shape shape = List.of()::size;

    assertThat(shape.description()).isEqualTo("io.amiclean.api.policy.StrategyTest(lambda)");
  }
}
