package dev.millrace.core.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeysTest {

  @Test
  void aCharacterOutsideTheBasicPlaneCountsOnce() {
    assertThatCode(() -> Keys.checkLength("key", 3, "🧪🧪🧪")).doesNotThrowAnyException();
    assertThatThrownBy(() -> Keys.checkLength("key", 3, "🧪🧪🧪🧪"))
        .hasMessage("'key' exceeds the maximum length of 3 characters");
  }

  @Test
  void aTextIsQuotedInAscii() {
    assertThat(Keys.quote("a\"b\n")).isEqualTo("\"a\\\"b\\n\"");
    assertThat(Keys.quote("ä🧪")).isEqualTo("\"\\u00e4\\ud83e\\uddea\"");
  }
}
