package dev.millrace.lineage;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.lineage.EdgeKind;
import dev.millrace.core.lineage.GetDatasetUses;
import dev.millrace.core.lineage.LineageEdge;
import dev.millrace.core.lineage.NodeFacts;
import dev.millrace.core.lineage.NodeId;
import dev.millrace.core.lineage.NodeKind;
import dev.millrace.core.page.NewestFirst;
import dev.millrace.core.page.PageToken;
import dev.millrace.tracking.lineage.DatasetUseStore;
import dev.millrace.tracking.lineage.DatasetUseStore.RunRow;
import dev.millrace.tracking.metric.MetricInbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Tells who saw a dataset: runs page by page, and what came of each page's runs. */
@ApplicationScoped
public class DatasetUseService {

  private static final int DEFAULT_RUNS = 100;
  private static final int MOST_RUNS = 1_000;
  private static final int MOST_RECORDINGS = 100;

  /** Of each kind in one step. */
  private static final int MOST_EDGES = 2_000;

  private static final String EVALUATION = "evaluation";

  private final DatasetUseStore datasets;
  private final AllLineage lineage;
  private final MetricInbox inbox;

  DatasetUseService(DatasetUseStore datasets, AllLineage lineage, MetricInbox inbox) {
    this.datasets = datasets;
    this.lineage = lineage;
    this.inbox = inbox;
  }

  /**
   * One page of a dataset's uses; not within a transaction.
   *
   * @param digest MLflow's digest, or the SHA-256 of the whole content
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where nobody logged such data
   */
  public GetDatasetUses.Response uses(String digest, GetDatasetUses request) {
    int limit =
        LineageService.within(request.maxResults(), DEFAULT_RUNS, 1, MOST_RUNS, "max_results");
    long before = NewestFirst.before(request.pageToken(), scope(digest));
    if (digest.indexOf('\0') >= 0) {
      throw unknown(digest.replace('\0', '?'));
    }
    inbox.settleAll();
    List<String> digests =
        Digests.isSha256(digest)
            ? datasets.digestsOfSha256(digest, MOST_RECORDINGS + 1)
            : List.of(digest);
    List<GetDatasetUses.Recorded> recorded = datasets.recordings(digests, MOST_RECORDINGS + 1);
    List<RunRow> found = datasets.runs(digests, before, limit + 1);
    if (recorded.isEmpty() && found.isEmpty()) {
      throw unknown(digest);
    }
    List<RunRow> runs = found.subList(0, Math.min(limit, found.size()));
    Descent descent = new Descent(digests, runs);
    Map<NodeId, NodeFacts> facts = lineage.describe(descent.contexts.nodes());
    return new GetDatasetUses.Response(
        digest,
        recorded.subList(0, Math.min(MOST_RECORDINGS, recorded.size())),
        runs.stream().map(run -> shown(run, descent)).toList(),
        descent.models(facts),
        descent.versions(),
        descent.endpoints(),
        descent.truncated || recorded.size() > MOST_RECORDINGS,
        found.size() > limit
            ? new PageToken(List.of(runs.get(limit - 1).runKey())).encode(scope(digest))
            : null);
  }

  private static GetDatasetUses.RunUse shown(RunRow run, Descent descent) {
    GetDatasetUses.RunUse use = run.use();
    return new GetDatasetUses.RunUse(
        use.runId(),
        use.runName(),
        use.experimentId(),
        use.status(),
        use.startTime(),
        use.lifecycleStage(),
        descent.contexts.of(NodeId.run(use.runId())));
  }

  private static String scope(String digest) {
    return "dataset " + digest;
  }

  private static MlflowException unknown(String digest) {
    return MlflowException.notFound("No dataset with digest '" + digest + "' was logged.");
  }

  /** What came of some runs, each with the contexts of the data it came of. */
  private final class Descent {

    private final Contexts contexts = new Contexts();
    private final Set<NodeId> serving = new HashSet<>();
    private boolean truncated;

    Descent(List<String> digests, List<RunRow> runs) {
      Set<NodeId> nodes = new HashSet<>();
      for (RunRow run : runs) {
        NodeId node = NodeId.run(run.use().runId());
        nodes.add(node);
        contexts.add(node, run.use().contexts());
        if (run.measured()) {
          contexts.add(node, List.of(EVALUATION));
        }
      }
      Set<NodeId> sources = new HashSet<>(nodes);
      sources.addAll(follow(nodes, Set.of(EdgeKind.MADE)));
      sources.addAll(measured(digests, runs));
      Set<NodeId> versions = follow(sources, Set.of(EdgeKind.REGISTERED));
      Set<NodeId> aliases = follow(versions, Set.of(EdgeKind.SERVED, EdgeKind.NAMED));
      follow(aliases, Set.of(EdgeKind.FOLLOWED));
    }

    private Set<NodeId> measured(List<String> digests, List<RunRow> runs) {
      List<DatasetUseStore.Measured> measured =
          datasets.measuredModels(
              digests, runs.stream().map(RunRow::runKey).toArray(Long[]::new), MOST_EDGES + 1);
      truncated |= measured.size() > MOST_EDGES;
      Set<NodeId> models = new HashSet<>();
      for (DatasetUseStore.Measured measurement : measured) {
        NodeId model = NodeId.model(measurement.modelId());
        contexts.add(model, List.of(EVALUATION));
        models.add(model);
      }
      return models;
    }

    private Set<NodeId> follow(Set<NodeId> nodes, Set<EdgeKind> kinds) {
      Set<NodeId> ends = new HashSet<>();
      int count = 0;
      for (LineageEdge edge : lineage.edges(nodes, true, MOST_EDGES + 1)) {
        if (kinds.contains(edge.kind())) {
          count++;
          contexts.add(edge.to(), contexts.of(edge.from()));
          ends.add(edge.to());
          if ("now".equals(edge.context()) && edge.kind() == EdgeKind.SERVED) {
            serving.add(edge.to());
          }
        }
      }
      truncated |= count > MOST_EDGES;
      return ends;
    }

    List<GetDatasetUses.ModelUse> models(Map<NodeId, NodeFacts> facts) {
      return contexts.nodes(NodeKind.MODEL).stream()
          .map(
              node -> {
                NodeFacts known = facts.get(node);
                return new GetDatasetUses.ModelUse(
                    node.id(),
                    known == null ? null : known.label(),
                    known == null ? null : known.experimentId(),
                    contexts.of(node));
              })
          .toList();
    }

    List<GetDatasetUses.VersionUse> versions() {
      return contexts.nodes(NodeKind.VERSION).stream()
          .map(
              node ->
                  new GetDatasetUses.VersionUse(
                      node.modelName(), node.nameInModel(), contexts.of(node)))
          .toList();
    }

    List<GetDatasetUses.EndpointUse> endpoints() {
      return contexts.nodes(NodeKind.ENDPOINT).stream()
          .map(
              node ->
                  new GetDatasetUses.EndpointUse(
                      node.id(), serving.contains(node), contexts.of(node)))
          .toList();
    }
  }

  /** In which contexts each node saw the data. */
  private static final class Contexts {

    private final Map<NodeId, Set<String>> byNode = new LinkedHashMap<>();

    void add(NodeId node, List<String> contexts) {
      byNode.computeIfAbsent(node, key -> new TreeSet<>()).addAll(contexts);
    }

    List<String> of(NodeId node) {
      return List.copyOf(byNode.getOrDefault(node, Set.of()));
    }

    Set<NodeId> nodes() {
      return byNode.keySet();
    }

    List<NodeId> nodes(NodeKind kind) {
      return byNode.keySet().stream().filter(node -> node.kind() == kind).toList();
    }
  }
}
