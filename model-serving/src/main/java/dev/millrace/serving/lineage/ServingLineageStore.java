package dev.millrace.serving.lineage;

import dev.millrace.core.lineage.EdgeKind;
import dev.millrace.core.lineage.LineageEdge;
import dev.millrace.core.lineage.NodeFacts;
import dev.millrace.core.lineage.NodeId;
import dev.millrace.core.lineage.NodeKind;
import dev.millrace.registry.lineage.LineageRowStore;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Edges of endpoints: to the alias each follows, and to the versions that took its traffic. */
@Singleton
class ServingLineageStore extends LineageRowStore {

  /** A swap that came so far switched the traffic; one that failed never did. */
  private static final String TOOK_TRAFFIC = "state IN ('SWAPPED', 'STANDBY', 'DRAINING', 'FREED')";

  /** Of what the endpoint follows itself, and of each variant that there is. */
  private static final String LAST_SWAPS =
      """
      (SELECT max(l.swap_id) FROM serving_swap AS l
       LEFT JOIN serving_variant AS v ON v.endpoint_id = l.endpoint_id AND v.name = l.variant
       WHERE l.endpoint_id = e.endpoint_id AND (l.variant IS NULL OR v.name IS NOT NULL) AND l.%s
       GROUP BY l.variant)
      """
          .formatted(TOOK_TRAFFIC);

  ServingLineageStore(EntityManager entities) {
    super(entities);
  }

  @Override
  @Transactional
  public List<LineageEdge> edgesFrom(Collection<NodeId> nodes, int limit) {
    List<LineageEdge> edges = new ArrayList<>();
    for (Tuple row :
        rows(
            """
            SELECT e.model_name, e.alias, e.name
            FROM jsonb_to_recordset(CAST(:given AS jsonb)) AS given (name text, part text)
            JOIN serving_endpoint AS e ON e.model_name = given.name AND e.alias = given.part
            LIMIT :limit
            """,
            parts(nodes, NodeKind.ALIAS),
            limit)) {
      edges.add(followed(row));
    }
    for (Tuple row :
        rows(
            """
            SELECT e.model_name, s.to_version, e.name, s.swap_id IN %s
            FROM jsonb_to_recordset(CAST(:given AS jsonb)) AS given (name text, part text)
            JOIN serving_endpoint AS e ON e.model_name = given.name
            CROSS JOIN LATERAL (
              SELECT swap_id, to_version FROM serving_swap
              WHERE endpoint_id = e.endpoint_id AND to_version = given.part AND %s
              ORDER BY swap_id DESC LIMIT 1) AS s
            LIMIT :limit
            """
                .formatted(LAST_SWAPS, TOOK_TRAFFIC),
            parts(nodes, NodeKind.VERSION),
            limit)) {
      edges.add(served(row));
    }
    return edges;
  }

  @Override
  @Transactional
  public List<LineageEdge> edgesInto(Collection<NodeId> nodes, int limit) {
    List<LineageEdge> edges = new ArrayList<>();
    for (Tuple row :
        rows(
            """
            SELECT e.model_name, e.alias, e.name
            FROM jsonb_array_elements_text(CAST(:given AS jsonb)) AS given (name)
            JOIN serving_endpoint AS e ON e.name = given.name AND e.alias IS NOT NULL
            LIMIT :limit
            """,
            ids(nodes, NodeKind.ENDPOINT),
            limit)) {
      edges.add(followed(row));
    }
    for (Tuple row :
        rows(
            """
            SELECT e.model_name, s.to_version, e.name, s.swap_id IN %s
            FROM jsonb_array_elements_text(CAST(:given AS jsonb)) AS given (name)
            JOIN serving_endpoint AS e ON e.name = given.name
            CROSS JOIN LATERAL (
              SELECT max(swap_id) AS swap_id, to_version
              FROM (SELECT swap_id, to_version FROM serving_swap
                    WHERE endpoint_id = e.endpoint_id AND %s
                    ORDER BY swap_id DESC LIMIT :limit) AS latest
              GROUP BY to_version) AS s
            LIMIT :limit
            """
                .formatted(LAST_SWAPS, TOOK_TRAFFIC),
            ids(nodes, NodeKind.ENDPOINT),
            limit)) {
      edges.add(served(row));
    }
    return edges;
  }

  @Override
  @Transactional
  public Map<NodeId, NodeFacts> describe(Collection<NodeId> nodes) {
    Map<NodeId, NodeFacts> facts = new HashMap<>();
    for (Tuple row :
        rows(
            """
            SELECT e.name
            FROM jsonb_array_elements_text(CAST(:given AS jsonb)) AS given (name)
            JOIN serving_endpoint AS e ON e.name = given.name
            LIMIT :limit
            """,
            ids(nodes, NodeKind.ENDPOINT),
            nodes.size())) {
      facts.put(NodeId.endpoint(text(row, 0)), NodeFacts.labelled(text(row, 0)));
    }
    return facts;
  }

  private static LineageEdge followed(Tuple row) {
    return new LineageEdge(
        NodeId.alias(text(row, 0), text(row, 1)),
        NodeId.endpoint(text(row, 2)),
        EdgeKind.FOLLOWED,
        null);
  }

  private static LineageEdge served(Tuple row) {
    return new LineageEdge(
        new NodeId(NodeKind.VERSION, text(row, 0) + "/" + text(row, 1)),
        NodeId.endpoint(text(row, 2)),
        EdgeKind.SERVED,
        Boolean.TRUE.equals(row.get(3, Boolean.class)) ? "now" : "earlier");
  }
}
