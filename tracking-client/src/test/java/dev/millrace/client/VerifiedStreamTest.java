package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.data.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VerifiedStreamTest {

  private static final byte[] CONTENT = "what was stored".getBytes(StandardCharsets.UTF_8);

  @Test
  void theEndStaysTheEndHoweverOftenItIsAskedFor() throws IOException {
    VerifiedStream stream = verified(CONTENT);

    assertThat(stream.readAllBytes()).isEqualTo(CONTENT);
    assertThat(stream.read()).isEqualTo(-1);
    assertThat(stream.read(new byte[8], 0, 8)).isEqualTo(-1);
  }

  @Test
  void whatIsSkippedIsHashedToo() throws IOException {
    VerifiedStream stream = verified(CONTENT);

    stream.skipNBytes(5);
    assertThat(stream.read()).isEqualTo('w');
    assertThat(stream.readAllBytes()).hasSize(CONTENT.length - 6);
  }

  @Test
  void whatArrivesChangedOrCutHasNoEnd() {
    byte[] changed = CONTENT.clone();
    changed[3] ^= 1;

    assertThatThrownBy(() -> verified(changed).readAllBytes())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("model.bin");
    assertThatThrownBy(() -> verified(new byte[0]).readAllBytes()).isInstanceOf(IOException.class);
  }

  private static VerifiedStream verified(byte[] arrived) {
    return new VerifiedStream(
        new ByteArrayInputStream(arrived), Sha256.newDigest().digest(CONTENT), "model.bin");
  }
}
