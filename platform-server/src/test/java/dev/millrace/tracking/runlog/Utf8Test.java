package dev.millrace.tracking.runlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Utf8Test {

  @Test
  void aCharacterIsNeverCut() {
    String text = "aé€😀z";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length <= bytes.length; length++) {
      byte[] part = Arrays.copyOf(bytes, length);
      int complete = Utf8.completeLength(part);
      assertThat(length - complete).isBetween(0, 3);
      assertThat(text).startsWith(new String(part, 0, complete, StandardCharsets.UTF_8));
    }
    assertThat(Utf8.completeLength(bytes)).isEqualTo(bytes.length);
  }

  @Test
  void whatIsNoUtf8IsNotWaitedFor() {
    assertThat(Utf8.completeLength(new byte[] {'a', (byte) 0xff})).isEqualTo(2);
    assertThat(Utf8.completeLength(new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80}))
        .isEqualTo(3);
    assertThat(Utf8.completeLength(new byte[0])).isZero();
  }
}
