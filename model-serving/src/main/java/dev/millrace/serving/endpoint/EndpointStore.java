package dev.millrace.serving.endpoint;

import dev.millrace.core.error.MlflowException;
import dev.millrace.serving.deployment.EndpointSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.hibernate.exception.ConstraintViolationException;

/** The endpoints that were opened. */
@ApplicationScoped
class EndpointStore {

  private final EntityManager entities;

  EndpointStore(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Records an endpoint.
   *
   * @throws MlflowException RESOURCE_ALREADY_EXISTS where the name is taken, also by a concurrent
   *     call
   */
  EndpointSpec insertEndpoint(String name, String modelName, String alias, long nowMillis) {
    EndpointEntity entity = new EndpointEntity();
    entity.name = name;
    entity.modelName = modelName;
    entity.alias = alias;
    entity.createdAtMillis = nowMillis;
    try {
      entities.persist(entity);
      entities.flush();
    } catch (ConstraintViolationException e) {
      throw MlflowException.alreadyExists("Endpoint '" + name + "' already exists.");
    }
    return spec(entity);
  }

  /** By name; empty where there is none. */
  Optional<EndpointSpec> findEndpoint(String name) {
    return entities
        .createQuery("FROM EndpointEntity WHERE name = :name", EndpointEntity.class)
        .setParameter("name", name)
        .getResultStream()
        .map(EndpointStore::spec)
        .findFirst();
  }

  /** Every endpoint, by name. */
  List<EndpointSpec> listEndpoints() {
    return entities
        .createQuery("FROM EndpointEntity ORDER BY name", EndpointEntity.class)
        .getResultStream()
        .map(EndpointStore::spec)
        .toList();
  }

  /** Removes an endpoint with its history; false where there is none. */
  boolean deleteEndpoint(String name) {
    return entities
            .createQuery("DELETE FROM EndpointEntity WHERE name = :name")
            .setParameter("name", name)
            .executeUpdate()
        > 0;
  }

  /** Tells every server, when the transaction commits, that the endpoints are others now. */
  void notifyEndpointsChanged() {
    entities
        .createNativeQuery("SELECT CAST(pg_notify(:channel, '') AS text)")
        .setParameter("channel", AliasListenerStore.ENDPOINT_CHANNEL)
        .getResultList();
  }

  private static EndpointSpec spec(EndpointEntity entity) {
    return new EndpointSpec(
        entity.id, entity.name, entity.modelName, entity.alias, entity.createdAtMillis);
  }
}
