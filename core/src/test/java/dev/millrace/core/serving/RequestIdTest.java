package dev.millrace.core.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestIdTest {

  @Test
  void newIdsAreOfVersion7BeginWithTheTimeAndDiffer() {
    long before = System.currentTimeMillis();
    Set<UUID> ids = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      UUID id = RequestId.next();
      assertThat(id.version()).isEqualTo(7);
      assertThat(id.variant()).isEqualTo(2);
      assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, System.currentTimeMillis());
      assertThat(RequestId.isValid(id.toString())).isTrue();
      ids.add(id);
    }
    assertThat(ids).hasSize(10_000);
  }

  @Test
  void aCallersIdIsTakenWhereItIsShortAndHarmless() {
    assertThat(RequestId.of("order-42@shop.7:a_b+c=")).isEqualTo("order-42@shop.7:a_b+c=");
    assertThat(RequestId.of("a".repeat(128))).hasSize(128);
    for (String refused : new String[] {"", "a".repeat(129), "a b", "a\nb", "é", "a/b", "<a>"}) {
      assertThat(RequestId.of(refused)).isNotEqualTo(refused).hasSize(36);
    }
    assertThat(RequestId.of(null)).hasSize(36);
  }
}
