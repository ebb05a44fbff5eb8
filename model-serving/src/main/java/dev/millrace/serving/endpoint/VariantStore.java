package dev.millrace.serving.endpoint;

import dev.millrace.core.serving.Followed;
import dev.millrace.core.serving.Shadow;
import dev.millrace.serving.deployment.VariantSpec;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The further versions behind endpoints. */
@ApplicationScoped
class VariantStore {

  private final AgroalDataSource dataSource;

  VariantStore(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** The variants of these endpoints, by name. */
  Map<Long, List<VariantSpec>> findVariants(Collection<Long> endpointIds) {
    String sql =
        """
        SELECT endpoint_id, name, alias, stage, version, weight, shadow_sample, shadow_tolerance
        FROM serving_variant WHERE endpoint_id = ANY (?)
        ORDER BY name
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setArray(1, connection.createArrayOf("bigint", endpointIds.toArray()));
      Map<Long, List<VariantSpec>> found = new HashMap<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          Double sample = row.getObject(7, Double.class);
          found
              .computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
              .add(
                  new VariantSpec(
                      row.getString(2),
                      new Followed(row.getString(3), row.getString(4), row.getString(5)),
                      row.getDouble(6),
                      sample == null ? null : new Shadow(sample, row.getObject(8, Double.class))));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException("the variants could not be looked up", e);
    }
  }

  /** Makes these the variants of an endpoint, whose row the caller has locked. */
  void putVariants(long endpointId, List<VariantSpec> variants) {
    String removed = "DELETE FROM serving_variant WHERE endpoint_id = ? AND name <> ALL (?)";
    String put =
        """
        INSERT INTO serving_variant
          (endpoint_id, name, alias, stage, version, weight, shadow_sample, shadow_tolerance)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (endpoint_id, name) DO UPDATE
        SET alias = excluded.alias, stage = excluded.stage, version = excluded.version,
            weight = excluded.weight, shadow_sample = excluded.shadow_sample,
            shadow_tolerance = excluded.shadow_tolerance
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete = connection.prepareStatement(removed);
        PreparedStatement upsert = connection.prepareStatement(put)) {
      delete.setLong(1, endpointId);
      delete.setArray(
          2, connection.createArrayOf("text", variants.stream().map(VariantSpec::name).toArray()));
      delete.executeUpdate();
      for (VariantSpec variant : variants) {
        upsert.setLong(1, endpointId);
        upsert.setString(2, variant.name());
        upsert.setString(3, variant.follows().alias());
        upsert.setString(4, variant.follows().stage());
        upsert.setString(5, variant.follows().version());
        upsert.setDouble(6, variant.weight());
        upsert.setObject(7, variant.shadow() == null ? null : variant.shadow().sample());
        upsert.setObject(8, variant.shadow() == null ? null : variant.shadow().tolerance());
        upsert.executeUpdate();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the variants could not be written", e);
    }
  }
}
