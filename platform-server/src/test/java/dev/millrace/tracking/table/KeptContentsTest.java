package dev.millrace.tracking.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeptContentsTest {

  private static final long ROOM = 1_000_000;

  private final KeptContents contents = new KeptContents();

  @Test
  void whatWasReadIsKept() {
    keep(Map.of(1L, new byte[10], 2L, new byte[20]), ROOM);
    assertThat(kept()).containsExactlyInAnyOrder(1L, 2L);
    assertThat(contents.size()).isEqualTo(30 + 2 * KeptContents.ENTRY_BYTES);
  }

  @Test
  void whatChangedWhileItWasReadIsNotKept() {
    try (KeptContents.Filling filling = contents.begin()) {
      contents.drop(Set.of(1L));
      filling.keep(Map.of(1L, new byte[1], 2L, new byte[1]), ROOM);
    }
    assertThat(kept()).containsExactly(2L);
    keep(Map.of(1L, new byte[1]), ROOM);
    assertThat(kept()).as("begun after the change").containsExactlyInAnyOrder(1L, 2L);
  }

  /** Two read the same run; between them it changed. */
  @Test
  void onlyWhoBeganAfterTheChangeKeeps() {
    byte[] old = {1};
    byte[] now = {2};
    try (KeptContents.Filling before = contents.begin()) {
      contents.drop(Set.of(1L));
      try (KeptContents.Filling after = contents.begin()) {
        after.keep(Map.of(1L, now), ROOM);
        before.keep(Map.of(1L, old), ROOM);
      }
    }
    assertThat(contents.of(List.of(1L))).containsEntry(1L, now);
    assertThat(contents.size()).isEqualTo(1 + KeptContents.ENTRY_BYTES);
  }

  @Test
  void nothingIsKeptThatWasReadWhileAllChanged() {
    keep(Map.of(1L, new byte[1]), ROOM);
    try (KeptContents.Filling filling = contents.begin()) {
      contents.dropAll();
      filling.keep(Map.of(2L, new byte[1]), ROOM);
    }
    assertThat(kept()).isEmpty();
    assertThat(contents.size()).isZero();
  }

  @Test
  void makingRoomIsNoChange() {
    keep(Map.of(1L, new byte[1]), ROOM);
    try (KeptContents.Filling filling = contents.begin()) {
      assertThat(contents.clear()).isEqualTo(1 + KeptContents.ENTRY_BYTES);
      filling.keep(Map.of(2L, new byte[1]), ROOM);
    }
    assertThat(kept()).containsExactly(2L);
  }

  @Test
  void changedContentIsDropped() {
    keep(Map.of(1L, new byte[10], 2L, new byte[20]), ROOM);
    contents.drop(Set.of(1L, 3L));
    assertThat(kept()).containsExactly(2L);
    assertThat(contents.size()).isEqualTo(20 + KeptContents.ENTRY_BYTES);
  }

  @Test
  void noMoreIsKeptThanThereIsRoomFor() {
    long entry = 10 + KeptContents.ENTRY_BYTES;
    keep(Map.of(1L, new byte[10], 2L, new byte[10], 3L, new byte[10]), 2 * entry);
    assertThat(kept()).hasSize(2);
    assertThat(contents.size()).isEqualTo(2 * entry);
  }

  @Test
  void longContentIsNotKept() {
    keep(Map.of(1L, new byte[KeptContents.LONGEST], 2L, new byte[KeptContents.LONGEST + 1]), ROOM);
    assertThat(kept()).containsExactly(1L);
  }

  private void keep(Map<Long, byte[]> read, long room) {
    try (KeptContents.Filling filling = contents.begin()) {
      filling.keep(read, room);
    }
  }

  private Set<Long> kept() {
    return contents.of(List.of(1L, 2L, 3L)).keySet();
  }
}
