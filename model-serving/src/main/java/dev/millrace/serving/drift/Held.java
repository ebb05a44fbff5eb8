package dev.millrace.serving.drift;

import dev.millrace.core.data.ColumnDrift;
import dev.millrace.core.data.ColumnProfile;
import dev.millrace.core.data.DataReport.DriftLevel;
import dev.millrace.core.serving.GetDrift.Category;
import dev.millrace.core.serving.GetDrift.FeatureDrift;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds a feature of a window against its reference. */
final class Held {

  private static final int QUARTERS = 5;
  private static final int CATEGORIES_SHOWN = 10;
  private static final double SMALLEST_SHARE = 1e-4;
  private static final double SOME_PSI = 0.1;
  private static final double STRONG_PSI = 0.25;

  /** Fewer rows are far from each other by chance. */
  private static final long FEWEST_ROWS = 100;

  private Held() {}

  /**
   * @param reference null where there is none for the feature
   * @param categories how often each came in the reference; empty where that is not known
   */
  static FeatureDrift of(
      String name,
      FeatureTally tally,
      @Nullable ColumnProfile reference,
      Map<String, Long> categories) {
    ColumnProfile profile = tally.profile(name);
    ColumnDrift drift = reference == null ? null : ColumnDrift.of(reference, profile);
    Double psi = drift == null ? null : drift.psi();
    DriftLevel level = drift == null ? null : drift.level();
    if (drift != null && psi == null && !categories.isEmpty() && !tally.categories().isEmpty()) {
      psi = psi(categories, tally.categories());
      level =
          greater(drift.level(), level(psi, Math.min(sum(categories), sum(tally.categories()))));
    }
    return new FeatureDrift(
        name,
        tally.rows(),
        tally.missingShare(),
        reference == null || !FeatureTally.hasRange(reference) ? null : tally.outOfRangeShare(),
        profile.mean(),
        profile.withQuantiles(QUARTERS).quantiles(),
        shown(tally),
        drift == null ? null : drift.ks(),
        psi,
        drift == null ? null : drift.meanShift(),
        drift == null ? null : drift.nullShareChange(),
        level);
  }

  /** What features are sorted by: those that differ most come first. */
  static double strength(FeatureDrift drift) {
    double level = drift.level() == null ? 0 : drift.level().ordinal() * 1e6;
    return level + (drift.psi() == null ? 0 : drift.psi());
  }

  private static List<Category> shown(FeatureTally tally) {
    double all = sum(tally.categories());
    return tally.categories().entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(CATEGORIES_SHOWN)
        .map(category -> new Category(category.getKey(), category.getValue() / all))
        .toList();
  }

  static double psi(Map<String, Long> expected, Map<String, Long> actual) {
    Set<String> names = new HashSet<>(expected.keySet());
    names.addAll(actual.keySet());
    double psi = 0;
    for (String name : names) {
      double before = share(expected, name);
      double now = share(actual, name);
      psi += (now - before) * Math.log(now / before);
    }
    return psi;
  }

  private static double share(Map<String, Long> counts, String name) {
    return Math.max(SMALLEST_SHARE, counts.getOrDefault(name, 0L) / (double) sum(counts));
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static DriftLevel level(double psi, long rows) {
    if (rows < FEWEST_ROWS || psi < SOME_PSI) {
      return DriftLevel.NONE;
    }
    return psi < STRONG_PSI ? DriftLevel.SOME : DriftLevel.STRONG;
  }

  private static DriftLevel greater(DriftLevel one, DriftLevel other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
