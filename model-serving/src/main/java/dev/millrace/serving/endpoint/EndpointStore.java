package dev.millrace.serving.endpoint;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.StoredJson;
import dev.millrace.core.serving.CanaryPlan;
import dev.millrace.core.serving.EndpointOptions;
import dev.millrace.core.serving.Followed;
import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.serving.deployment.EndpointSpec;
import dev.millrace.serving.deployment.KeySpec;
import dev.millrace.serving.deployment.VariantSpec;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The endpoints that were opened. */
@Singleton
class EndpointStore extends JdbcStore {

  private final VariantStore variants;
  private final KeyStore keys;

  EndpointStore(AgroalDataSource dataSource, VariantStore variants, KeyStore keys) {
    super(dataSource);
    this.variants = variants;
    this.keys = keys;
  }

  /**
   * Records an endpoint and answers it with its id.
   *
   * @throws MlflowException RESOURCE_ALREADY_EXISTS where the name is taken, also by a concurrent
   *     call
   */
  EndpointSpec insertEndpoint(EndpointSpec endpoint) {
    return first(
            """
            INSERT INTO serving_endpoint
              (name, model_name, alias, stage, version, owner, description, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (name) DO NOTHING
            RETURNING endpoint_id
            """,
            row -> endpoint.withId(row.getLong(1)),
            endpoint.name(),
            endpoint.modelName(),
            endpoint.follows().alias(),
            endpoint.follows().stage(),
            endpoint.follows().version(),
            endpoint.owner(),
            endpoint.description(),
            endpoint.createdAtMillis())
        .orElseThrow(
            () ->
                MlflowException.alreadyExists(
                    "Endpoint '" + endpoint.name() + "' already exists."));
  }

  /** Writes what may change of an endpoint; nothing happens where it was deleted. */
  void updateEndpoint(EndpointSpec endpoint) {
    CanaryPlan plan = endpoint.canary();
    int updated =
        update(
            """
            UPDATE serving_endpoint
            SET alias = ?, stage = ?, version = ?, owner = ?, description = ?, canary = ?::jsonb,
                options = ?::jsonb
            WHERE endpoint_id = ?
            """,
            endpoint.follows().alias(),
            endpoint.follows().stage(),
            endpoint.follows().version(),
            endpoint.owner(),
            endpoint.description(),
            plan == null ? null : StoredJson.write(plan),
            StoredJson.write(endpoint.options()),
            endpoint.endpointId());
    if (updated > 0) {
      variants.putVariants(endpoint.endpointId(), endpoint.variants());
    }
  }

  /** By name; empty where there is none. */
  Optional<EndpointSpec> findEndpoint(String name) {
    return find("WHERE name = ?", name).stream().findFirst();
  }

  /** By name, locked until the transaction ends; empty where there is none. */
  Optional<EndpointSpec> lockEndpoint(String name) {
    return find("WHERE name = ? FOR NO KEY UPDATE", name).stream().findFirst();
  }

  /** Every endpoint, by name. */
  List<EndpointSpec> listEndpoints() {
    return find("ORDER BY name");
  }

  private List<EndpointSpec> find(String which, String... parameters) {
    List<EndpointSpec> found =
        query(
            """
            SELECT endpoint_id, name, model_name, alias, stage, version, owner, description,
                   created_at, canary, options
            FROM serving_endpoint
            """
                + which,
            EndpointStore::endpoint,
            (Object[]) parameters);
    List<Long> ids = found.stream().map(EndpointSpec::endpointId).toList();
    Map<Long, List<VariantSpec>> others = variants.findVariants(ids);
    Map<Long, List<KeySpec>> theirKeys = keys.findKeys(ids);
    return found.stream()
        .map(
            spec ->
                spec.withVariants(others.getOrDefault(spec.endpointId(), List.of()))
                    .withKeys(theirKeys.getOrDefault(spec.endpointId(), List.of())))
        .toList();
  }

  private static EndpointSpec endpoint(ResultSet row) throws SQLException {
    String plan = row.getString("canary");
    return new EndpointSpec(
        row.getLong("endpoint_id"),
        row.getString("name"),
        row.getString("model_name"),
        new Followed(row.getString("alias"), row.getString("stage"), row.getString("version")),
        row.getString("owner"),
        row.getString("description"),
        row.getLong("created_at"),
        StoredJson.read(row.getString("options"), new TypeReference<EndpointOptions>() {}),
        List.of(),
        List.of(),
        plan == null ? null : StoredJson.read(plan, new TypeReference<CanaryPlan>() {}));
  }

  /** Removes an endpoint with its history; false where there is none. */
  boolean deleteEndpoint(String name) {
    return update("DELETE FROM serving_endpoint WHERE name = ?", name) > 0;
  }

  /** Tells every server, when the transaction commits, that the endpoints are others now. */
  void notifyEndpointsChanged() {
    query("SELECT pg_notify(?, '')", row -> true, AliasListenerStore.ENDPOINT_CHANNEL);
  }
}
