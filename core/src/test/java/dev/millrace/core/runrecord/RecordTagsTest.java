package dev.millrace.core.runrecord;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordTagsTest {

  @Test
  void longValueComesBackWhole() {
    String value = "a".repeat(7_999) + "😀" + "b".repeat(9_000);
    Map<String, String> tags = RecordTags.split("k", value);
    assertThat(tags.keySet()).containsExactly("k", "k.1", "k.2");
    assertThat(tags.values()).allMatch(part -> part.length() <= 8_000);
    assertThat(tags.get("k")).hasSize(7_999);
    assertThat(RecordTags.join(tags, "k")).isEqualTo(value);
    assertThat(RecordTags.join(Map.of("k.1", "x"), "k")).isNull();
    assertThat(RecordTags.split("k", "")).isEqualTo(Map.of("k", ""));
  }
}
