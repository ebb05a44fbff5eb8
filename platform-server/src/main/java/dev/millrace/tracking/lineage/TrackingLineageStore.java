package dev.millrace.tracking.lineage;

import dev.millrace.core.lineage.EdgeKind;
import dev.millrace.core.lineage.LineageEdge;
import dev.millrace.core.lineage.LineageEdges;
import dev.millrace.core.lineage.NodeFacts;
import dev.millrace.core.lineage.NodeId;
import dev.millrace.core.lineage.NodeKind;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Edges among datasets, runs and logged models. Every query takes its nodes one by one and of each
 * no more rows than asked for, by an index: what it touches does not grow with the tables.
 *
 * <p>What is asked for from the newest on is asked by rows: {@code (a, b) >= (x, 0)} in the order
 * of {@code a, b}, and not {@code a = x} in that of {@code b}. Where nearly all entries have one
 * {@code a}, the planner takes every other for as frequent, and walks all entries by {@code b} for
 * what none has.
 */
@Singleton
class TrackingLineageStore extends JdbcStore implements LineageEdges {

  /** Takes digests and the limit, twice. Latest runs first. */
  static final String RUNS_THAT_READ_DATASETS =
      """
      SELECT given.digest, r.run_id,
             (SELECT t.value FROM run_dataset_tags AS t
              WHERE t.run_key = link.run_key AND t.dataset_id = d.dataset_id
                AND t.key = 'mlflow.data.context')
      FROM unnest(?) AS given (digest)
      JOIN datasets AS d ON d.digest = given.digest
      CROSS JOIN LATERAL (
        SELECT i.run_key FROM run_datasets AS i
        WHERE (i.dataset_id, i.run_key) >= (d.dataset_id, 0)
          AND (i.dataset_id, i.run_key) <= (d.dataset_id, 9223372036854775807)
        ORDER BY i.dataset_id DESC, i.run_key DESC LIMIT ?) AS link
      JOIN runs AS r ON r.run_key = link.run_key
      LIMIT ?
      """;

  /** Takes digests and the limit, twice. */
  static final String RUNS_MEASURED_ON_DATASETS =
      """
      SELECT given.digest, r.run_id, 'evaluation'
      FROM unnest(?) AS given (digest)
      CROSS JOIN LATERAL (
        SELECT DISTINCT s.dataset_digest, s.run_key FROM metric_series AS s
        WHERE s.dataset_digest IS NOT NULL
          AND (s.dataset_digest, s.run_key) >= (given.digest, 0)
          AND (s.dataset_digest, s.run_key) <= (given.digest, 9223372036854775807)
        ORDER BY s.dataset_digest DESC, s.run_key DESC LIMIT ?) AS link
      JOIN runs AS r ON r.run_key = link.run_key
      LIMIT ?
      """;

  /** Takes digests and the limit, twice. */
  static final String MODELS_MEASURED_ON_DATASETS =
      """
      SELECT given.digest, link.model_id, 'evaluation'
      FROM unnest(?) AS given (digest)
      CROSS JOIN LATERAL (
        SELECT DISTINCT s.dataset_digest, s.model_id FROM metric_series AS s
        WHERE s.dataset_digest IS NOT NULL AND s.model_id IS NOT NULL
          AND (s.dataset_digest, s.model_id) >= (given.digest, '')
          AND s.dataset_digest <= given.digest
        ORDER BY s.dataset_digest, s.model_id LIMIT ?) AS link
      LIMIT ?
      """;

  /** Takes run ids and the limit, twice; models by their source run or as outputs of the run. */
  static final String MODELS_OF_RUNS =
      """
      SELECT r.run_id, link.model_id, NULL
      FROM unnest(?) AS given (run_id)
      JOIN runs AS r ON r.run_id = given.run_id
      CROSS JOIN LATERAL (
        SELECT m.model_id FROM logged_models AS m WHERE m.source_run_id = given.run_id
        UNION
        SELECT o.model_id FROM run_model_outputs AS o WHERE o.run_key = r.run_key
        LIMIT ?) AS link
      LIMIT ?
      """;

  /** Takes model ids and the limit, twice. Latest runs first. */
  static final String RUNS_THAT_READ_MODELS =
      """
      SELECT given.model_id, r.run_id, NULL
      FROM unnest(?) AS given (model_id)
      CROSS JOIN LATERAL (
        SELECT i.run_key FROM run_model_inputs AS i
        WHERE (i.model_id, i.run_key) >= (given.model_id, 0)
          AND (i.model_id, i.run_key) <= (given.model_id, 9223372036854775807)
        ORDER BY i.model_id DESC, i.run_key DESC LIMIT ?) AS link
      JOIN runs AS r ON r.run_key = link.run_key
      LIMIT ?
      """;

  /** Takes run ids and the limit, twice. */
  static final String DATASETS_THAT_RUNS_READ =
      """
      SELECT d.digest, r.run_id,
             (SELECT t.value FROM run_dataset_tags AS t
              WHERE t.run_key = r.run_key AND t.dataset_id = d.dataset_id
                AND t.key = 'mlflow.data.context')
      FROM unnest(?) AS given (run_id)
      JOIN runs AS r ON r.run_id = given.run_id
      CROSS JOIN LATERAL (
        SELECT i.dataset_id FROM run_datasets AS i WHERE i.run_key = r.run_key
        LIMIT ?) AS link
      JOIN datasets AS d ON d.dataset_id = link.dataset_id
      LIMIT ?
      """;

  /** Takes run ids and the limit, twice. */
  static final String DATASETS_THAT_RUNS_MEASURED =
      """
      SELECT link.dataset_digest, r.run_id, 'evaluation'
      FROM unnest(?) AS given (run_id)
      JOIN runs AS r ON r.run_id = given.run_id
      CROSS JOIN LATERAL (
        SELECT DISTINCT s.dataset_digest FROM metric_series AS s
        WHERE s.run_key = r.run_key AND s.dataset_digest IS NOT NULL
        ORDER BY s.dataset_digest LIMIT ?) AS link
      LIMIT ?
      """;

  /** Takes run ids and the limit, twice. */
  static final String MODELS_THAT_RUNS_READ =
      """
      SELECT link.model_id, r.run_id, NULL
      FROM unnest(?) AS given (run_id)
      JOIN runs AS r ON r.run_id = given.run_id
      CROSS JOIN LATERAL (
        SELECT i.model_id FROM run_model_inputs AS i WHERE i.run_key = r.run_key
        LIMIT ?) AS link
      LIMIT ?
      """;

  /** Takes model ids and the limit, twice. */
  static final String RUNS_THAT_MADE_MODELS =
      """
      SELECT link.run_id, given.model_id, NULL
      FROM unnest(?) AS given (model_id)
      CROSS JOIN LATERAL (
        SELECT m.source_run_id AS run_id FROM logged_models AS m
        WHERE m.model_id = given.model_id AND m.source_run_id IS NOT NULL
        UNION
        SELECT r.run_id FROM run_model_outputs AS o JOIN runs AS r ON r.run_key = o.run_key
        WHERE o.model_id = given.model_id
        LIMIT ?) AS link
      LIMIT ?
      """;

  /** Takes model ids and the limit, twice. */
  static final String DATASETS_THAT_MODELS_WERE_MEASURED_ON =
      """
      SELECT link.dataset_digest, given.model_id, 'evaluation'
      FROM unnest(?) AS given (model_id)
      CROSS JOIN LATERAL (
        SELECT DISTINCT s.dataset_digest FROM metric_series AS s
        WHERE s.model_id = given.model_id AND s.dataset_digest IS NOT NULL
        LIMIT ?) AS link
      LIMIT ?
      """;

  TrackingLineageStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  @Override
  public List<LineageEdge> edgesFrom(Collection<NodeId> nodes, int limit) {
    Asked asked = new Asked(limit);
    String[] datasets = ids(nodes, NodeKind.DATASET);
    asked.about(datasets, RUNS_THAT_READ_DATASETS, EdgeKind.READ, NodeId::dataset, NodeId::run);
    asked.about(
        datasets, RUNS_MEASURED_ON_DATASETS, EdgeKind.EVALUATED, NodeId::dataset, NodeId::run);
    asked.about(
        datasets, MODELS_MEASURED_ON_DATASETS, EdgeKind.EVALUATED, NodeId::dataset, NodeId::model);
    String[] runs = ids(nodes, NodeKind.RUN);
    asked.about(runs, MODELS_OF_RUNS, EdgeKind.MADE, NodeId::run, NodeId::model);
    asked.aboutMade(runs, DATASETS_THAT_RUNS_READ);
    asked.about(
        ids(nodes, NodeKind.MODEL),
        RUNS_THAT_READ_MODELS,
        EdgeKind.READ,
        NodeId::model,
        NodeId::run);
    return answer(asked);
  }

  @Override
  public List<LineageEdge> edgesInto(Collection<NodeId> nodes, int limit) {
    Asked asked = new Asked(limit);
    String[] runs = ids(nodes, NodeKind.RUN);
    asked.about(runs, DATASETS_THAT_RUNS_READ, EdgeKind.READ, NodeId::dataset, NodeId::run);
    asked.about(
        runs, DATASETS_THAT_RUNS_MEASURED, EdgeKind.EVALUATED, NodeId::dataset, NodeId::run);
    asked.about(runs, MODELS_THAT_RUNS_READ, EdgeKind.READ, NodeId::model, NodeId::run);
    String[] models = ids(nodes, NodeKind.MODEL);
    asked.aboutMade(ids(nodes, NodeKind.DATASET), RUNS_THAT_READ_DATASETS);
    asked.about(models, RUNS_THAT_MADE_MODELS, EdgeKind.MADE, NodeId::run, NodeId::model);
    asked.about(
        models,
        DATASETS_THAT_MODELS_WERE_MEASURED_ON,
        EdgeKind.EVALUATED,
        NodeId::dataset,
        NodeId::model);
    return answer(asked);
  }

  @Override
  public Map<NodeId, NodeFacts> describe(Collection<NodeId> nodes) {
    Map<NodeId, NodeFacts> facts = new HashMap<>();
    queryTogether(
        List.of(
            new Question(
                """
                SELECT given.digest, d.name
                FROM unnest(?) AS given (digest) CROSS JOIN LATERAL (
                  SELECT name FROM datasets WHERE digest = given.digest
                  ORDER BY dataset_id LIMIT 1) AS d
                """,
                row ->
                    facts.put(
                        NodeId.dataset(row.getString(1)), NodeFacts.labelled(row.getString(2))),
                (Object) ids(nodes, NodeKind.DATASET)),
            new Question(
                """
                SELECT run_id, run_name, experiment_id,
                       CASE lifecycle_stage WHEN 'deleted' THEN 'DELETED' ELSE status END
                FROM runs WHERE run_id = ANY (?)
                """,
                row ->
                    facts.put(
                        NodeId.run(row.getString(1)),
                        new NodeFacts(row.getString(2), row.getString(3), row.getString(4))),
                (Object) ids(nodes, NodeKind.RUN)),
            new Question(
                """
                SELECT model_id, name, experiment_id,
                       CASE lifecycle_stage WHEN 'deleted' THEN 'DELETED' ELSE status END
                FROM logged_models WHERE model_id = ANY (?)
                """,
                row ->
                    facts.put(
                        NodeId.model(row.getString(1)),
                        new NodeFacts(row.getString(2), row.getString(3), row.getString(4))),
                (Object) ids(nodes, NodeKind.MODEL))));
    return facts;
  }

  private List<LineageEdge> answer(Asked asked) {
    if (!asked.questions.isEmpty()) {
      queryTogether(asked.questions);
    }
    return asked.edges;
  }

  private static String[] ids(Collection<NodeId> nodes, NodeKind kind) {
    return nodes.stream()
        .filter(node -> node.kind() == kind)
        .map(NodeId::id)
        .toArray(String[]::new);
  }

  /** Questions for one round trip, and the edges that answer them. */
  private static final class Asked {

    private static final String OUTPUT = "output";

    private final int limit;
    private final List<Question> questions = new ArrayList<>();
    private final List<LineageEdge> edges = new ArrayList<>();

    Asked(int limit) {
      this.limit = limit;
    }

    void about(
        String[] ids,
        String sql,
        EdgeKind kind,
        Function<String, NodeId> from,
        Function<String, NodeId> to) {
      ask(
          ids,
          sql,
          (first, second, context) -> {
            if (!OUTPUT.equals(context)) {
              edges.add(new LineageEdge(from.apply(first), to.apply(second), kind, context));
            }
          });
    }

    /** MLflow has no outputs that are datasets: what a run made is an input in this context. */
    void aboutMade(String[] ids, String sqlOfDatasetsAndRuns) {
      ask(
          ids,
          sqlOfDatasetsAndRuns,
          (dataset, run, context) -> {
            if (OUTPUT.equals(context)) {
              edges.add(
                  new LineageEdge(
                      NodeId.run(run), NodeId.dataset(dataset), EdgeKind.MADE, context));
            }
          });
    }

    private void ask(String[] ids, String sql, Answers answers) {
      if (ids.length > 0) {
        questions.add(
            new Question(
                sql,
                row -> answers.add(row.getString(1), row.getString(2), row.getString(3)),
                ids,
                limit,
                limit));
      }
    }

    private interface Answers {
      void add(String first, String second, @Nullable String context);
    }
  }
}
