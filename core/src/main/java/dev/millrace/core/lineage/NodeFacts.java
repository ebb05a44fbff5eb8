package dev.millrace.core.lineage;

import org.jspecify.annotations.Nullable;

/**
 * What a person wants to read on a node.
 *
 * @param label what people call it
 * @param experimentId where it was logged, of a run or a logged model
 * @param status of a run or a logged model
 */
public record NodeFacts(String label, @Nullable String experimentId, @Nullable String status) {

  public static NodeFacts labelled(String label) {
    return new NodeFacts(label, null, null);
  }
}
