package dev.millrace.core.lineage;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The part of the lineage that one module keeps. Each module answers from its own tables for the
 * kinds of nodes it knows and passes over the others; a number of nodes costs as many queries as
 * one.
 */
public interface LineageEdges {

  /**
   * What came from these nodes, in no order of its own.
   *
   * @param limit most edges of each kind; whoever wants to know whether there are more asks for one
   *     more
   */
  List<LineageEdge> edgesFrom(Collection<NodeId> nodes, int limit);

  /** What these nodes came from, as {@link #edgesFrom}. */
  List<LineageEdge> edgesInto(Collection<NodeId> nodes, int limit);

  /** Facts about those of the nodes that this module keeps. */
  Map<NodeId, NodeFacts> describe(Collection<NodeId> nodes);
}
