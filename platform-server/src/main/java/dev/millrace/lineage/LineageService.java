package dev.millrace.lineage;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.lineage.GetLineage;
import dev.millrace.core.lineage.LineageEdge;
import dev.millrace.core.lineage.NodeFacts;
import dev.millrace.core.lineage.NodeId;
import dev.millrace.core.lineage.NodeKind;
import dev.millrace.core.validation.Require;
import dev.millrace.tracking.lineage.DatasetUseStore;
import dev.millrace.tracking.metric.MetricInbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rules of walking the lineage. */
@ApplicationScoped
public class LineageService {

  private static final int DEFAULT_DEPTH = 6;
  private static final int MOST_STEPS = 20;
  private static final int DEFAULT_NODES = 200;
  private static final int MOST_NODES = 1_000;
  private static final int MOST_DIGESTS = 100;

  private final AllLineage lineage;
  private final DatasetUseStore datasets;
  private final MetricInbox inbox;

  LineageService(AllLineage lineage, DatasetUseStore datasets, MetricInbox inbox) {
    this.lineage = lineage;
    this.datasets = datasets;
    this.inbox = inbox;
  }

  /**
   * The graph around a node; not within a transaction.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where nothing is known of the node
   */
  public GetLineage.Response lineage(GetLineage request) {
    NodeId node = NodeId.parse(Require.text(request.node(), "node"), "node");
    int depth = within(request.depth(), DEFAULT_DEPTH, 0, MOST_STEPS, "depth");
    int limit = within(request.limit(), DEFAULT_NODES, 1, MOST_NODES, "limit");
    GetLineage.Direction direction =
        Objects.requireNonNullElse(request.direction(), GetLineage.Direction.BOTH);
    // Which models were measured on what is in the metrics of any run.
    inbox.settleAll();
    LineageWalk walk = new LineageWalk(lineage, roots(node), limit);
    walk.go(depth, direction != GetLineage.Direction.DOWN, direction != GetLineage.Direction.UP);
    Map<NodeId, NodeFacts> facts = lineage.describe(walk.distances().keySet());
    if (facts.get(walk.distances().keySet().iterator().next()) == null && !isMentioned(walk)) {
      throw MlflowException.notFound("Nothing is known of '" + node + "'.");
    }
    return new GetLineage.Response(
        walk.distances().entrySet().stream()
            .sorted(Comparator.comparingInt(entry -> Math.abs(entry.getValue())))
            .map(entry -> shown(entry.getKey(), entry.getValue(), facts.get(entry.getKey())))
            .toList(),
        walk.edges().stream().map(LineageService::shown).toList(),
        walk.truncated());
  }

  /** Data has one node however its hash is written. */
  private List<NodeId> roots(NodeId node) {
    if (node.kind() == NodeKind.DATASET && Digests.isSha256(node.id())) {
      List<String> digests = datasets.digestsOfSha256(node.id(), MOST_DIGESTS);
      if (!digests.isEmpty()) {
        return digests.stream().map(NodeId::dataset).toList();
      }
    }
    return List.of(node);
  }

  /** A node that this server does not keep may still be named by others, or be asked for alone. */
  private boolean isMentioned(LineageWalk walk) {
    return !walk.edges().isEmpty()
        || !lineage.edges(walk.distances().keySet(), true, 1).isEmpty()
        || !lineage.edges(walk.distances().keySet(), false, 1).isEmpty();
  }

  private static GetLineage.Node shown(NodeId node, int distance, @Nullable NodeFacts facts) {
    return new GetLineage.Node(
        node.toString(),
        node.kind(),
        node.id(),
        distance,
        facts != null,
        facts == null ? null : facts.label(),
        facts == null ? null : facts.experimentId(),
        facts == null ? null : facts.status());
  }

  private static GetLineage.Edge shown(LineageEdge edge) {
    return new GetLineage.Edge(
        edge.from().toString(), edge.to().toString(), edge.kind(), edge.context());
  }

  static int within(@Nullable Integer value, int otherwise, int least, int most, String name) {
    if (value == null) {
      return otherwise;
    }
    if (value < least || value > most) {
      throw Require.invalidValueBare(
          name, value.toString(), "It must be between " + least + " and " + most + ".");
    }
    return value;
  }
}
