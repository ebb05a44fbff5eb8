package dev.millrace.serving.traffic;

import dev.millrace.core.serving.ShadowReport;
import dev.millrace.core.serving.ShadowReport.Difference;
import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.serving.deployment.ShadowCounts;
import dev.millrace.serving.deployment.ShadowOf;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.List;

/** What became of mirrored requests, over all servers. */
@Singleton
public class ShadowStore extends JdbcStore {

  ShadowStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** Adds counts; nothing happens where the variant was deleted. */
  void add(ShadowOf shadow, ShadowCounts counts) {
    update(
        """
        INSERT INTO serving_shadow AS s (endpoint_id, variant, same, different, failed, dropped)
        SELECT endpoint_id, name, ?, ?, ?, ? FROM serving_variant
        WHERE endpoint_id = ? AND name = ?
        ON CONFLICT (endpoint_id, variant) DO UPDATE
        SET same = s.same + excluded.same, different = s.different + excluded.different,
            failed = s.failed + excluded.failed, dropped = s.dropped + excluded.dropped
        """,
        counts.same(),
        counts.different(),
        counts.failed(),
        counts.dropped(),
        shadow.endpointId(),
        shadow.variant());
  }

  /** Adds differences and forgets all but the last; nothing where the variant was deleted. */
  void addDifferences(ShadowOf shadow, List<Difference> differences) {
    for (Difference difference : differences) {
      update(
          """
          INSERT INTO serving_shadow_difference
            (endpoint_id, variant, seen_at, version, shadow_version, difference)
          SELECT endpoint_id, name, ?, ?, ?, ? FROM serving_variant
          WHERE endpoint_id = ? AND name = ?
          """,
          difference.at(),
          difference.version(),
          difference.shadowVersion(),
          difference.difference(),
          shadow.endpointId(),
          shadow.variant());
    }
    update(
        """
        DELETE FROM serving_shadow_difference
        WHERE endpoint_id = ? AND variant = ? AND difference_id <= (
          SELECT difference_id FROM serving_shadow_difference
          WHERE endpoint_id = ? AND variant = ?
          ORDER BY difference_id DESC OFFSET ? LIMIT 1)
        """,
        shadow.endpointId(),
        shadow.variant(),
        shadow.endpointId(),
        shadow.variant(),
        ShadowCounts.MOST_DIFFERENCES);
  }

  /** What became of the requests that were mirrored to a variant so far. */
  public ShadowReport report(long endpointId, String endpoint, String variant) {
    List<Difference> differences =
        query(
            """
            SELECT seen_at, version, shadow_version, difference FROM serving_shadow_difference
            WHERE endpoint_id = ? AND variant = ?
            ORDER BY difference_id DESC LIMIT ?
            """,
            row ->
                new Difference(
                    row.getLong(1), row.getString(2), row.getString(3), row.getString(4)),
            endpointId,
            variant,
            ShadowCounts.MOST_DIFFERENCES);
    return first(
            """
            SELECT same, different, failed, dropped FROM serving_shadow
            WHERE endpoint_id = ? AND variant = ?
            """,
            row ->
                new ShadowReport(
                    endpoint,
                    variant,
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    differences),
            endpointId,
            variant)
        .orElseGet(() -> new ShadowReport(endpoint, variant, 0, 0, 0, 0, differences));
  }
}
