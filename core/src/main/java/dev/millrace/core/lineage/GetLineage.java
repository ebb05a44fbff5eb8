package dev.millrace.core.lineage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks what a node came from and what came from it.
 *
 * @param node as {@link NodeId} writes it; a dataset also by the whole SHA-256 of its content
 * @param direction both where absent
 * @param depth most steps from the node, 0 to 20; 6 where absent
 * @param limit most nodes of the answer, 1 to 1,000; 200 where absent
 */
public record GetLineage(
    @Nullable String node,
    @Nullable Direction direction,
    @Nullable Integer depth,
    @Nullable Integer limit) {

  /** Which way edges are followed. */
  public enum Direction {
    /** To what the node came from. */
    UP,
    /** To what came from the node. */
    DOWN,
    /** Up and down; what else came from something above is left out. */
    BOTH;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a name in any case.
     *
     * @throws IllegalArgumentException where no direction has that name
     */
    @JsonCreator
    public static Direction fromWire(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * A node of the answer.
   *
   * @param node kind and id, as the edges name it
   * @param distance steps from the node that was asked for; negative towards what it came from
   * @param known whether this server keeps it: a run may name a model of another one
   */
  public record Node(
      String node,
      NodeKind kind,
      String id,
      int distance,
      boolean known,
      @Nullable String label,
      @Nullable String experimentId,
      @Nullable String status) {}

  /** An edge of the answer; both ends are among its nodes. */
  public record Edge(String from, String to, EdgeKind kind, @Nullable String context) {}

  /**
   * The graph, nearest nodes first.
   *
   * @param truncated whether there is more, beyond the depth or the limit
   */
  public record Response(List<Node> nodes, List<Edge> edges, boolean truncated) {
    public Response {
      nodes = nodes == null ? List.of() : List.copyOf(nodes);
      edges = edges == null ? List.of() : List.copyOf(edges);
    }
  }
}
