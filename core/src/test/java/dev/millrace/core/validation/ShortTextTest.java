package dev.millrace.core.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortTextTest {

  @Test
  void whatCannotBeKeptIsCutOffOrReplaced() {
    assertThat(ShortText.of("no such file")).isEqualTo("no such file");
    assertThat(ShortText.of("a\0b")).isEqualTo("a\uFFFDb");
    assertThat(ShortText.of("a".repeat(ShortText.LONGEST))).doesNotContain("…");
    assertThat(ShortText.of("a".repeat(ShortText.LONGEST + 1)))
        .hasSize(ShortText.LONGEST)
        .endsWith("a…");
    assertThat(ShortText.of("😀".repeat(ShortText.LONGEST))).endsWith("😀…");
  }
}
