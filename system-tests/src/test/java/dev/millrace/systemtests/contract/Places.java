package dev.millrace.systemtests.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Places in an answer, such as {@code runs.0.info.run_id}. */
final class Places {

  private Places() {}

  /** What is there, or a missing node. */
  static JsonNode find(JsonNode tree, String place) {
    JsonNode node = tree == null ? MissingNode.getInstance() : tree;
    for (String part : place.split("\\.")) {
      node = part.matches("\\d+") ? node.path(Integer.parseInt(part)) : node.path(part);
    }
    return node;
  }

  /** Takes the field away; it is fine if it is not there. */
  static void remove(JsonNode tree, String place) {
    int dot = place.lastIndexOf('.');
    JsonNode parent = dot < 0 ? tree : find(tree, place.substring(0, dot));
    if (parent instanceof ObjectNode object) {
      object.remove(place.substring(dot + 1));
    }
  }
}
