package dev.millrace.serving.endpoint;

import dev.millrace.core.serving.Followed;
import dev.millrace.core.serving.Shadow;
import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.serving.deployment.VariantSpec;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The further versions behind endpoints. */
@Singleton
class VariantStore extends JdbcStore {

  VariantStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** The variants of these endpoints, by name. */
  Map<Long, List<VariantSpec>> findVariants(Collection<Long> endpointIds) {
    return queryGrouped(
        """
        SELECT endpoint_id, name, alias, stage, version, weight, shadow_sample, shadow_tolerance
        FROM serving_variant WHERE endpoint_id = ANY (?)
        ORDER BY name
        """,
        row -> row.getLong("endpoint_id"),
        VariantStore::variant,
        (Object) endpointIds.toArray(Long[]::new));
  }

  private static VariantSpec variant(ResultSet row) throws SQLException {
    Double sample = row.getObject("shadow_sample", Double.class);
    return new VariantSpec(
        row.getString("name"),
        new Followed(row.getString("alias"), row.getString("stage"), row.getString("version")),
        row.getDouble("weight"),
        sample == null
            ? null
            : new Shadow(sample, row.getObject("shadow_tolerance", Double.class)));
  }

  /** Makes these the variants of an endpoint, whose row the caller has locked. */
  void putVariants(long endpointId, List<VariantSpec> variants) {
    update(
        "DELETE FROM serving_variant WHERE endpoint_id = ? AND name <> ALL (?)",
        endpointId,
        variants.stream().map(VariantSpec::name).toArray(String[]::new));
    variants.forEach(variant -> putVariant(endpointId, variant));
  }

  private void putVariant(long endpointId, VariantSpec variant) {
    Shadow shadow = variant.shadow();
    update(
        """
        INSERT INTO serving_variant
          (endpoint_id, name, alias, stage, version, weight, shadow_sample, shadow_tolerance)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (endpoint_id, name) DO UPDATE
        SET alias = excluded.alias, stage = excluded.stage, version = excluded.version,
            weight = excluded.weight, shadow_sample = excluded.shadow_sample,
            shadow_tolerance = excluded.shadow_tolerance
        """,
        endpointId,
        variant.name(),
        variant.follows().alias(),
        variant.follows().stage(),
        variant.follows().version(),
        variant.weight(),
        shadow == null ? null : shadow.sample(),
        shadow == null ? null : shadow.tolerance());
  }
}
