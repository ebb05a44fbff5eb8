package dev.millrace.registry.lineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.lineage.LineageEdges;
import dev.millrace.core.lineage.NodeId;
import dev.millrace.core.lineage.NodeKind;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.Collection;
import java.util.List;

/**
 * How the stores of edges ask: nodes go in as JSON by the parameter {@code given}, the most that
 * may come back as {@code limit}. Nothing is asked where no node is given.
 */
public abstract class LineageRowStore implements LineageEdges {

  private final EntityManager entities;

  protected LineageRowStore(EntityManager entities) {
    this.entities = entities;
  }

  /** A version or an alias, as queries take it. */
  protected record Part(String name, String part) {}

  protected final List<Tuple> rows(String sql, List<?> given, int limit) {
    if (given.isEmpty()) {
      return List.of();
    }
    return entities
        .createNativeQuery(sql, Tuple.class)
        .setParameter("given", json(given))
        .setParameter("limit", limit)
        .getResultList();
  }

  /** Ids of the nodes of one kind. */
  protected static List<String> ids(Collection<NodeId> nodes, NodeKind kind) {
    return nodes.stream().filter(node -> node.kind() == kind).map(NodeId::id).toList();
  }

  /** The versions or the aliases among the nodes. */
  protected static List<Part> parts(Collection<NodeId> nodes, NodeKind kind) {
    return nodes.stream()
        .filter(node -> node.kind() == kind)
        .map(node -> new Part(node.modelName(), node.nameInModel()))
        .toList();
  }

  protected static String text(Tuple row, int column) {
    return row.get(column, String.class);
  }

  private static String json(List<?> values) {
    try {
      return MlflowJson.mapper().writeValueAsString(values);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
