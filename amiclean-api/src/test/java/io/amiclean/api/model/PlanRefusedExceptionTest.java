package io.amiclean.api.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanRefusedExceptionTest {

  private static final List<Refusal> REFUSALS =
      List.of(
          Refusal.of("limit-images", "8 images are more than 5"),
          Refusal.of("limit-percent", "40 % are more than 20 %"));

  @Test
  void carriesTheRefusalsOfAPlan() {
    PlanRefusedException refused = new PlanRefusedException(REFUSALS);

    assertThat(refused.refusals()).isEqualTo(REFUSALS);
    assertThat(refused)
        .hasMessage(
            "The plan is refused: 8 images are more than 5; 40 % are more than 20 %;"
                + " nothing is removed");
  }

  @Test
  void carriesNoneWhereTheReasonStandsInNoPlan() {
    assertThat(new PlanRefusedException("other credentials").refusals()).isEmpty();
  }

  @Test
  void isSerializable() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new PlanRefusedException(REFUSALS));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(((PlanRefusedException) in.readObject()).refusals()).isEqualTo(REFUSALS);
    }
  }
}
