package dev.millrace.serving.drift;

import dev.millrace.core.data.ColumnDrift;
import dev.millrace.core.data.ColumnProfile;
import dev.millrace.core.data.DataReport.DriftLevel;
import dev.millrace.core.serving.GetDrift.Category;
import dev.millrace.core.serving.GetDrift.FeatureDrift;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds a feature of a window against its reference. */
final class Held {

  private static final int QUARTERS = 5;
  private static final int CATEGORIES_SHOWN = 10;

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
      psi = ColumnDrift.psi(categories, tally.categories());
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

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static DriftLevel level(double psi, long rows) {
    return rows < FEWEST_ROWS ? DriftLevel.NONE : ColumnDrift.level(psi);
  }

  private static DriftLevel greater(DriftLevel one, DriftLevel other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
