package dev.millrace.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReplicaTokenTest {

  @Test
  void theLineBreakThatAFileEndsWithIsNoneOfIt() {
    ReplicaToken token = ReplicaToken.parse("right-as-rain\r\n");
    assertThat(token.authorization()).isEqualTo("Bearer right-as-rain");
    assertThat(token.isShownBy(ReplicaToken.parse("right-as-rain").authorization())).isTrue();
    assertThat(token.isShownBy("Bearer wrong-as-night")).isFalse();
    assertThat(token.isShownBy("right-as-rain")).isFalse();
    assertThat(token.isShownBy(null)).isFalse();
  }

  @Test
  void whatNoHeaderCanHoldIsRefusedWithoutBeingTold() {
    for (String set : new String[] {"right-as\nrain", "right-as-rain\u0000", "\n", "räin"}) {
      assertThatThrownBy(() -> ReplicaToken.parse(set))
          .hasMessageContaining("MILLRACE_SERVING_REPLICA_TOKEN")
          .hasMessageNotContaining("rain");
    }
    assertThat(ReplicaToken.parse("right-as-rain").toString()).doesNotContain("right");
  }
}
