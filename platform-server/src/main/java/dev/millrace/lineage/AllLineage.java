package dev.millrace.lineage;

import dev.millrace.core.lineage.LineageEdge;
import dev.millrace.core.lineage.LineageEdges;
import dev.millrace.core.lineage.NodeFacts;
import dev.millrace.core.lineage.NodeId;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What all modules know of the lineage. */
@Singleton
class AllLineage {

  private final List<LineageEdges> modules;

  AllLineage(@All List<LineageEdges> modules) {
    this.modules = modules;
  }

  /** As {@link LineageEdges#edgesFrom} where down, else as {@link LineageEdges#edgesInto}. */
  List<LineageEdge> edges(Collection<NodeId> nodes, boolean down, int limit) {
    List<LineageEdge> edges = new ArrayList<>();
    for (LineageEdges module : modules) {
      edges.addAll(down ? module.edgesFrom(nodes, limit) : module.edgesInto(nodes, limit));
    }
    return edges;
  }

  Map<NodeId, NodeFacts> describe(Collection<NodeId> nodes) {
    Map<NodeId, NodeFacts> facts = new HashMap<>();
    modules.forEach(module -> facts.putAll(module.describe(nodes)));
    return facts;
  }
}
