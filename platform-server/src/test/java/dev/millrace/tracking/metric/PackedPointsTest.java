package dev.millrace.tracking.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.tracking.Metric;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackedPointsTest {

  @Test
  void everyPointIsUnpackedAsItWasPacked() {
    List<Metric> metrics =
        List.of(
            new Metric("loss", 0.5, 1_700_000_000_000L, null, null, null, null, null),
            new Metric("loss", Double.NaN, 1_700_000_000_000L, 0L, "", "", "", null),
            new Metric("übung/😀", Double.NEGATIVE_INFINITY, 0L, -7L, "data", "d1", "m-1", null),
            new Metric("übung/😀", Double.MIN_VALUE, 0L, -7L, "data", "d1", "m-1", null),
            new Metric(
                "a", Double.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, "data", null, null, null),
            new Metric("a", -0.0, Long.MAX_VALUE, Long.MAX_VALUE, null, null, "m-2", null),
            new Metric("a", 1.0, 1L, Long.MAX_VALUE, null, null, null, null));
    assertThat(Unpacked.of(7, PackedPoints.pack(metrics)))
        .containsExactly(
            new Unpacked(context("loss", null, null, null), new Point(0, 1_700_000_000_000L, 0.5)),
            new Unpacked(
                context("loss", null, null, null), new Point(0, 1_700_000_000_000L, Double.NaN)),
            new Unpacked(
                context("übung/😀", "m-1", "data", "d1"),
                new Point(-7, 0, Double.NEGATIVE_INFINITY)),
            new Unpacked(
                context("übung/😀", "m-1", "data", "d1"), new Point(-7, 0, Double.MIN_VALUE)),
            new Unpacked(
                context("a", null, "data", null),
                new Point(Long.MIN_VALUE, Long.MAX_VALUE, Double.MAX_VALUE)),
            new Unpacked(
                context("a", "m-2", null, null), new Point(Long.MAX_VALUE, Long.MAX_VALUE, 0.0)),
            new Unpacked(context("a", null, null, null), new Point(Long.MAX_VALUE, 1, 1.0)));
  }

  @Test
  void theLongestTextsAndTheMostPointsFit() {
    String longest = "😀".repeat(500);
    List<Metric> metrics =
        IntStream.range(0, 1000)
            .mapToObj(
                i -> new Metric(longest, i * 0.1, (long) i, (long) i, longest, "d", "m", null))
            .toList();
    List<Unpacked> unpacked = Unpacked.of(7, PackedPoints.pack(metrics));
    assertThat(unpacked).hasSize(1000);
    assertThat(unpacked.get(999))
        .isEqualTo(
            new Unpacked(context(longest, "m", longest, "d"), new Point(999, 999, 999 * 0.1)));
  }

  @Test
  void whatPointsHaveInCommonIsWrittenOnce() {
    List<Metric> metrics =
        IntStream.range(0, 100).mapToObj(i -> Metric.of("metric_" + (i + 100), i, 1, 1)).toList();
    int flagsAndValue = 1 + 8;
    int key = 2 + "metric_100".length();
    assertThat(PackedPoints.pack(metrics)).hasSize(100 * (flagsAndValue + key) + 16);
  }

  private static SeriesContext context(String key, String model, String dataset, String digest) {
    return new SeriesContext(7, key, model, dataset, digest);
  }
}
