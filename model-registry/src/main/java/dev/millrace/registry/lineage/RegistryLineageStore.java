package dev.millrace.registry.lineage;

import dev.millrace.core.lineage.EdgeKind;
import dev.millrace.core.lineage.LineageEdge;
import dev.millrace.core.lineage.NodeFacts;
import dev.millrace.core.lineage.NodeId;
import dev.millrace.core.lineage.NodeKind;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Edges of versions: to the logged models or runs they were registered from, and to their aliases.
 */
@Singleton
class RegistryLineageStore extends LineageRowStore {

  /** Takes the condition on a version that came of a given id. */
  private static final String VERSIONS_REGISTERED_FROM =
      """
      SELECT given.id, m.name, v.version
      FROM jsonb_array_elements_text(CAST(:given AS jsonb)) AS given (id)
      CROSS JOIN LATERAL (
        SELECT registered_model_id, version FROM model_versions
        WHERE %s LIMIT :limit) AS v
      JOIN registered_models AS m ON m.registered_model_id = v.registered_model_id
      LIMIT :limit
      """;

  private static final String OF_GIVEN_VERSIONS =
      """
      FROM jsonb_to_recordset(CAST(:given AS jsonb)) AS given (name text, part text)
      JOIN registered_models AS m ON m.name = given.name
      JOIN model_versions AS v
        ON v.registered_model_id = m.registered_model_id AND v.version = CAST(given.part AS integer)
      """;

  private static final String OF_GIVEN_ALIASES =
      """
      FROM jsonb_to_recordset(CAST(:given AS jsonb)) AS given (name text, part text)
      JOIN registered_models AS m ON m.name = given.name
      JOIN registered_model_aliases AS a
        ON a.registered_model_id = m.registered_model_id AND a.alias = given.part
      """;

  RegistryLineageStore(EntityManager entities) {
    super(entities);
  }

  @Override
  @Transactional
  public List<LineageEdge> edgesFrom(Collection<NodeId> nodes, int limit) {
    List<LineageEdge> edges = new ArrayList<>();
    edges.addAll(
        edges(
            EdgeKind.REGISTERED,
            VERSIONS_REGISTERED_FROM.formatted("model_id = given.id"),
            ids(nodes, NodeKind.MODEL),
            limit,
            row -> NodeId.model(text(row, 0)),
            row -> version(row, 1)));
    edges.addAll(
        edges(
            EdgeKind.REGISTERED,
            VERSIONS_REGISTERED_FROM.formatted("run_id = given.id AND model_id IS NULL"),
            ids(nodes, NodeKind.RUN),
            limit,
            row -> NodeId.run(text(row, 0)),
            row -> version(row, 1)));
    edges.addAll(
        edges(
            EdgeKind.NAMED,
            "SELECT m.name, v.version, a.alias "
                + OF_GIVEN_VERSIONS
                + """
                JOIN registered_model_aliases AS a
                  ON a.registered_model_id = v.registered_model_id AND a.version = v.version
                LIMIT :limit
                """,
            parts(nodes, NodeKind.VERSION),
            limit,
            row -> version(row, 0),
            row -> NodeId.alias(text(row, 0), text(row, 2))));
    return edges;
  }

  @Override
  @Transactional
  public List<LineageEdge> edgesInto(Collection<NodeId> nodes, int limit) {
    List<LineageEdge> edges = new ArrayList<>();
    edges.addAll(
        edges(
            EdgeKind.REGISTERED,
            "SELECT m.name, v.version, v.model_id, v.run_id "
                + OF_GIVEN_VERSIONS
                + " WHERE v.model_id IS NOT NULL OR v.run_id IS NOT NULL LIMIT :limit",
            parts(nodes, NodeKind.VERSION),
            limit,
            // A version of a logged model came from the run by way of that model.
            row -> row.get(2) != null ? NodeId.model(text(row, 2)) : NodeId.run(text(row, 3)),
            row -> version(row, 0)));
    edges.addAll(
        edges(
            EdgeKind.NAMED,
            "SELECT m.name, a.version, a.alias " + OF_GIVEN_ALIASES + " LIMIT :limit",
            parts(nodes, NodeKind.ALIAS),
            limit,
            row -> version(row, 0),
            row -> NodeId.alias(text(row, 0), text(row, 2))));
    return edges;
  }

  @Override
  @Transactional
  public Map<NodeId, NodeFacts> describe(Collection<NodeId> nodes) {
    Map<NodeId, NodeFacts> facts = new HashMap<>();
    for (Tuple row :
        rows(
            "SELECT m.name, v.version " + OF_GIVEN_VERSIONS + " LIMIT :limit",
            parts(nodes, NodeKind.VERSION),
            nodes.size())) {
      facts.put(version(row, 0), NodeFacts.labelled(text(row, 0) + " v" + row.get(1)));
    }
    for (Tuple row :
        rows(
            "SELECT m.name, a.alias " + OF_GIVEN_ALIASES + " LIMIT :limit",
            parts(nodes, NodeKind.ALIAS),
            nodes.size())) {
      NodeId alias = NodeId.alias(text(row, 0), text(row, 1));
      facts.put(alias, NodeFacts.labelled(alias.id()));
    }
    return facts;
  }

  private List<LineageEdge> edges(
      EdgeKind kind,
      String sql,
      List<?> given,
      int limit,
      Function<Tuple, NodeId> from,
      Function<Tuple, NodeId> to) {
    return rows(sql, given, limit).stream()
        .map(row -> new LineageEdge(from.apply(row), to.apply(row), kind, null))
        .toList();
  }

  private static NodeId version(Tuple row, int column) {
    return NodeId.version(text(row, column), row.get(column + 1, Integer.class));
  }
}
