package dev.millrace.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.core.data.DataReport.DriftLevel;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColumnDriftTest {

  /** A thousand numbers, evenly from one to another. */
  private static ColumnProfile even(double least, double greatest) {
    return new ColumnProfile(
        "x",
        null,
        1000L,
        0L,
        null,
        least,
        greatest,
        (least + greatest) / 2,
        (greatest - least) / Math.sqrt(12),
        IntStream.range(0, ColumnProfile.QUANTILES)
            .mapToDouble(i -> least + (greatest - least) * i / 100)
            .boxed()
            .toList());
  }

  @Test
  void whatIsTheSameDoesNotDrift() {
    ColumnDrift drift = ColumnDrift.of(even(0, 100), even(0, 100));
    assertThat(drift.ks()).isZero();
    assertThat(drift.psi()).isZero();
    assertThat(drift.level()).isEqualTo(DriftLevel.NONE);
  }

  @Test
  void halfARangeFurtherIsAsTheFormulasSay() {
    ColumnDrift drift = ColumnDrift.of(even(0, 100), even(50, 150));
    assertThat(drift.ks()).isCloseTo(0.5, within(1e-9));
    // Five empty tenths, which count 0.0001 each, four as they were, and one with six tenths.
    assertThat(drift.psi())
        .isCloseTo(
            5 * (1e-4 - 0.1) * Math.log(1e-4 / 0.1) + (0.6 - 0.1) * Math.log(6), within(1e-9));
    assertThat(drift.meanShift()).isCloseTo(Math.sqrt(12) / 2, within(1e-9));
    assertThat(drift.level()).isEqualTo(DriftLevel.STRONG);
  }

  @Test
  void missingValuesAloneDrift() {
    ColumnProfile full =
        new ColumnProfile("x", null, 1000L, 0L, null, null, null, null, null, List.of());
    ColumnProfile half =
        new ColumnProfile("x", null, 500L, 500L, null, null, null, null, null, List.of());
    ColumnDrift drift = ColumnDrift.of(full, half);
    assertThat(drift.nullShareChange()).isEqualTo(0.5);
    assertThat(drift.level()).isEqualTo(DriftLevel.STRONG);
    assertThat(drift.psi()).isNull();
  }
}
