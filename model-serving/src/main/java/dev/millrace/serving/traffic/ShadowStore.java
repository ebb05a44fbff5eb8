package dev.millrace.serving.traffic;

import dev.millrace.core.serving.ShadowReport;
import dev.millrace.core.serving.ShadowReport.Difference;
import dev.millrace.serving.deployment.ShadowCounts;
import dev.millrace.serving.deployment.ShadowOf;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What became of mirrored requests, over all servers. */
@ApplicationScoped
public class ShadowStore {

  private static final int KEPT_DIFFERENCES = 20;

  private final AgroalDataSource dataSource;

  ShadowStore(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Adds counts; nothing happens where the variant was deleted. */
  void add(ShadowOf shadow, ShadowCounts counts) {
    String sql =
        """
        INSERT INTO serving_shadow AS s (endpoint_id, variant, same, different, failed, dropped)
        SELECT endpoint_id, name, ?, ?, ?, ? FROM serving_variant
        WHERE endpoint_id = ? AND name = ?
        ON CONFLICT (endpoint_id, variant) DO UPDATE
        SET same = s.same + excluded.same, different = s.different + excluded.different,
            failed = s.failed + excluded.failed, dropped = s.dropped + excluded.dropped
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement upsert = connection.prepareStatement(sql)) {
      upsert.setLong(1, counts.same());
      upsert.setLong(2, counts.different());
      upsert.setLong(3, counts.failed());
      upsert.setLong(4, counts.dropped());
      upsert.setLong(5, shadow.endpointId());
      upsert.setString(6, shadow.variant());
      upsert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("the counts of a shadow could not be written", e);
    }
  }

  /** Adds differences and forgets all but the last; nothing where the variant was deleted. */
  void addDifferences(ShadowOf shadow, List<Difference> differences) {
    String add =
        """
        INSERT INTO serving_shadow_difference
          (endpoint_id, variant, seen_at, version, shadow_version, difference)
        SELECT endpoint_id, name, ?, ?, ?, ? FROM serving_variant
        WHERE endpoint_id = ? AND name = ?
        """;
    String forget =
        """
        DELETE FROM serving_shadow_difference
        WHERE endpoint_id = ? AND variant = ? AND difference_id <= (
          SELECT difference_id FROM serving_shadow_difference
          WHERE endpoint_id = ? AND variant = ?
          ORDER BY difference_id DESC OFFSET ? LIMIT 1)
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(add);
        PreparedStatement delete = connection.prepareStatement(forget)) {
      for (Difference difference : differences) {
        insert.setLong(1, difference.at());
        insert.setString(2, difference.version());
        insert.setString(3, difference.shadowVersion());
        insert.setString(4, difference.difference());
        insert.setLong(5, shadow.endpointId());
        insert.setString(6, shadow.variant());
        insert.executeUpdate();
      }
      delete.setLong(1, shadow.endpointId());
      delete.setString(2, shadow.variant());
      delete.setLong(3, shadow.endpointId());
      delete.setString(4, shadow.variant());
      delete.setInt(5, KEPT_DIFFERENCES);
      delete.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("the differences of a shadow could not be written", e);
    }
  }

  /** What became of the requests that were mirrored to a variant so far. */
  public ShadowReport report(long endpointId, String endpoint, String variant) {
    String sql =
        """
        SELECT same, different, failed, dropped FROM serving_shadow
        WHERE endpoint_id = ? AND variant = ?
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setLong(1, endpointId);
      query.setString(2, variant);
      try (ResultSet row = query.executeQuery()) {
        boolean any = row.next();
        return new ShadowReport(
            endpoint,
            variant,
            any ? row.getLong(1) : 0,
            any ? row.getLong(2) : 0,
            any ? row.getLong(3) : 0,
            any ? row.getLong(4) : 0,
            differences(connection, endpointId, variant));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the counts of a shadow could not be read", e);
    }
  }

  private static List<Difference> differences(
      Connection connection, long endpointId, String variant) throws SQLException {
    String sql =
        """
        SELECT seen_at, version, shadow_version, difference FROM serving_shadow_difference
        WHERE endpoint_id = ? AND variant = ?
        ORDER BY difference_id DESC LIMIT ?
        """;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setLong(1, endpointId);
      query.setString(2, variant);
      query.setInt(3, KEPT_DIFFERENCES);
      List<Difference> found = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(
              new Difference(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)));
        }
      }
      return found;
    }
  }
}
