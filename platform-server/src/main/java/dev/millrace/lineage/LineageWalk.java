package dev.millrace.lineage;

import dev.millrace.core.lineage.LineageEdge;
import dev.millrace.core.lineage.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks the lineage level by level, nearest nodes first. A level costs the same few queries however
 * many nodes it has, and no node is walked from twice in one direction, so a cycle ends the walk.
 */
final class LineageWalk {

  /** Of one kind in one step. */
  private static final int MOST_EDGES = 2_000;

  private static final int MOST_EDGES_IN_ALL = 5_000;

  private final AllLineage lineage;
  private final int nodeLimit;
  private final Map<NodeId, Integer> distances = new LinkedHashMap<>();
  private final Set<LineageEdge> edges = new LinkedHashSet<>();
  private boolean truncated;

  LineageWalk(AllLineage lineage, Collection<NodeId> roots, int nodeLimit) {
    this.lineage = lineage;
    this.nodeLimit = nodeLimit;
    for (NodeId root : roots) {
      admit(root, 0);
    }
  }

  /** The nodes that were met, with the steps to them, negative upwards. */
  Map<NodeId, Integer> distances() {
    return distances;
  }

  Set<LineageEdge> edges() {
    return edges;
  }

  boolean truncated() {
    return truncated;
  }

  void go(int depth, boolean up, boolean down) {
    List<Way> ways = new ArrayList<>();
    if (up) {
      ways.add(new Way(false));
    }
    if (down) {
      ways.add(new Way(true));
    }
    // Both ways in turn, so that neither uses up the limit before the other begins.
    for (int step = 1; step <= depth; step++) {
      for (Way way : ways) {
        way.step(step);
      }
    }
    ways.forEach(Way::lookBeyond);
  }

  private boolean admit(NodeId node, int distance) {
    if (distances.containsKey(node)) {
      return true;
    }
    if (distances.size() >= nodeLimit) {
      truncated = true;
      return false;
    }
    distances.put(node, distance);
    return true;
  }

  private void keep(LineageEdge edge) {
    if (edges.size() < MOST_EDGES_IN_ALL) {
      edges.add(edge);
    } else {
      truncated |= !edges.contains(edge);
    }
  }

  private record Shape(Object from, Object to, Object kind) {}

  /** One direction of the walk. */
  private final class Way {

    private final boolean down;
    private final Set<NodeId> walked = new HashSet<>();
    private List<NodeId> frontier;

    Way(boolean down) {
      this.down = down;
      this.frontier = List.copyOf(distances.keySet());
    }

    void step(int step) {
      Set<NodeId> next = new LinkedHashSet<>();
      walked.addAll(frontier);
      for (LineageEdge edge : edgesOfFrontier()) {
        NodeId end = down ? edge.to() : edge.from();
        if (admit(end, down ? step : -step)) {
          keep(edge);
          if (!walked.contains(end)) {
            next.add(end);
          }
        }
      }
      frontier = List.copyOf(next);
    }

    /** Keeps edges among the nodes that are there, and notes whether others lead further. */
    void lookBeyond() {
      for (LineageEdge edge : edgesOfFrontier()) {
        if (distances.containsKey(down ? edge.to() : edge.from())) {
          keep(edge);
        } else {
          truncated = true;
        }
      }
    }

    private List<LineageEdge> edgesOfFrontier() {
      if (frontier.isEmpty()) {
        return List.of();
      }
      int most = Math.min(MOST_EDGES, 4 * nodeLimit);
      List<LineageEdge> found = new ArrayList<>();
      Map<Shape, Integer> counts = new HashMap<>();
      for (LineageEdge edge : lineage.edges(frontier, down, most + 1)) {
        Shape shape = new Shape(edge.from().kind(), edge.to().kind(), edge.kind());
        if (counts.merge(shape, 1, Integer::sum) <= most) {
          found.add(edge);
        } else {
          truncated = true;
        }
      }
      return found;
    }
  }
}
