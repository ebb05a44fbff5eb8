package dev.millrace.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.client.Dataset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PenguinsTest {

  @Test
  void packedFileIsTheOneThatWasPublished() {
    Penguins penguins = Penguins.packed();
    assertThat(Dataset.ofCsv("p", penguins.csv(), Penguins.SOURCE).sha256())
        .isEqualTo("f204db2c753b0937caac3cb35258562c14f073e4bbc76be24b4c51ce22767a93");
    assertThat(penguins.measured()).isEqualTo(342);
    assertThat(penguins.unmeasured()).isEqualTo(2);
    assertThat(penguins.training()).hasSize(205);
    assertThat(penguins.validation()).hasSize(68);
    assertThat(penguins.test()).hasSize(69);
  }

  @Test
  void divisionIsTheSameEveryTime() {
    assertThat(Penguins.packed().test()).isEqualTo(Penguins.packed().test());
  }

  @Test
  void missingColumnIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Penguins.parse("species\nAdelie\n".getBytes(StandardCharsets.UTF_8)))
        .withMessageContaining("bill_length_mm");
  }
}
