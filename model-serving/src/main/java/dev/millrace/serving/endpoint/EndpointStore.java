package dev.millrace.serving.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.CanaryPlan;
import dev.millrace.core.serving.Followed;
import dev.millrace.serving.deployment.EndpointSpec;
import dev.millrace.serving.deployment.VariantSpec;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The endpoints that were opened. */
@ApplicationScoped
class EndpointStore {

  private final AgroalDataSource dataSource;
  private final VariantStore variants;

  EndpointStore(AgroalDataSource dataSource, VariantStore variants) {
    this.dataSource = dataSource;
    this.variants = variants;
  }

  /**
   * Records an endpoint and answers it with its id.
   *
   * @throws MlflowException RESOURCE_ALREADY_EXISTS where the name is taken, also by a concurrent
   *     call
   */
  EndpointSpec insertEndpoint(EndpointSpec endpoint) {
    String sql =
        """
        INSERT INTO serving_endpoint
          (name, model_name, alias, stage, version, owner, description, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (name) DO NOTHING
        RETURNING endpoint_id
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, endpoint.name());
      insert.setString(2, endpoint.modelName());
      insert.setString(3, endpoint.follows().alias());
      insert.setString(4, endpoint.follows().stage());
      insert.setString(5, endpoint.follows().version());
      insert.setString(6, endpoint.owner());
      insert.setString(7, endpoint.description());
      insert.setLong(8, endpoint.createdAtMillis());
      try (ResultSet row = insert.executeQuery()) {
        if (!row.next()) {
          throw MlflowException.alreadyExists("Endpoint '" + endpoint.name() + "' already exists.");
        }
        return endpoint.withId(row.getLong(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the endpoint could not be recorded", e);
    }
  }

  /** Writes what may change of an endpoint; nothing happens where it was deleted. */
  void updateEndpoint(EndpointSpec endpoint) {
    String sql =
        """
        UPDATE serving_endpoint
        SET alias = ?, stage = ?, version = ?, owner = ?, description = ?, canary = ?::jsonb
        WHERE endpoint_id = ?
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, endpoint.follows().alias());
      update.setString(2, endpoint.follows().stage());
      update.setString(3, endpoint.follows().version());
      update.setString(4, endpoint.owner());
      update.setString(5, endpoint.description());
      update.setString(6, json(endpoint.canary()));
      update.setLong(7, endpoint.endpointId());
      if (update.executeUpdate() > 0) {
        variants.putVariants(endpoint.endpointId(), endpoint.variants());
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the endpoint could not be changed", e);
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
    String sql =
        """
        SELECT endpoint_id, name, model_name, alias, stage, version, owner, description, created_at,
               canary
        FROM serving_endpoint
        """
            + which;
    List<EndpointSpec> found = new ArrayList<>();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        query.setString(i + 1, parameters[i]);
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(
              new EndpointSpec(
                  row.getLong(1),
                  row.getString(2),
                  row.getString(3),
                  new Followed(row.getString(4), row.getString(5), row.getString(6)),
                  row.getString(7),
                  row.getString(8),
                  row.getLong(9),
                  List.of(),
                  plan(row.getString(10))));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the endpoints could not be looked up", e);
    }
    Map<Long, List<VariantSpec>> others =
        variants.findVariants(found.stream().map(EndpointSpec::endpointId).toList());
    return found.stream()
        .map(spec -> spec.withVariants(others.getOrDefault(spec.endpointId(), List.of())))
        .toList();
  }

  private static @Nullable String json(@Nullable CanaryPlan plan) {
    try {
      return plan == null ? null : MlflowJson.mapper().writeValueAsString(plan);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable CanaryPlan plan(@Nullable String json) {
    try {
      return json == null ? null : MlflowJson.mapper().readValue(json, CanaryPlan.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Removes an endpoint with its history; false where there is none. */
  boolean deleteEndpoint(String name) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete =
            connection.prepareStatement("DELETE FROM serving_endpoint WHERE name = ?")) {
      delete.setString(1, name);
      return delete.executeUpdate() > 0;
    } catch (SQLException e) {
      throw new IllegalStateException("the endpoint could not be removed", e);
    }
  }

  /** Tells every server, when the transaction commits, that the endpoints are others now. */
  void notifyEndpointsChanged() {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement notify = connection.prepareStatement("SELECT pg_notify(?, '')")) {
      notify.setString(1, AliasListenerStore.ENDPOINT_CHANNEL);
      notify.execute();
    } catch (SQLException e) {
      throw new IllegalStateException("the other servers could not be told", e);
    }
  }
}
