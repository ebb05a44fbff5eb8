package dev.millrace.registry.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.registry.gate.GateSpec;
import dev.millrace.registry.gate.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A policy, understood.
 *
 * @param isProtected whether the alias moves by promotions only
 * @param gatesRollbacks whether rollbacks are asked too
 * @param expiresAfter how long a request waits for people and checks
 * @param json the policy as it is stored
 */
public record PolicyDocument(
    boolean isProtected,
    boolean gatesRollbacks,
    Duration expiresAfter,
    List<GateSpec> gates,
    JsonNode json) {

  private static final Duration DEFAULT_EXPIRY = Duration.ofDays(7);

  /** Nothing is asked and nothing is protected. */
  public static final PolicyDocument NONE = of(JsonNodeFactory.instance.objectNode());

  /** Of JSON that follows the schema. */
  static PolicyDocument of(JsonNode json) {
    JsonNode expiry = json.get("expires_after");
    return new PolicyDocument(
        json.path("protected").asBoolean(false),
        json.path("gate_rollbacks").asBoolean(false),
        expiry == null ? DEFAULT_EXPIRY : Quantity.duration(expiry.asText()),
        gates(json.path("gates")),
        json);
  }

  /** The same with more gates behind its own; a name that is taken gets a number. */
  public PolicyDocument plus(List<JsonNode> extraGates) {
    if (extraGates.isEmpty()) {
      return this;
    }
    ObjectNode all = json.deepCopy();
    extraGates.forEach(all.withArray("gates")::add);
    return of(all);
  }

  private static List<GateSpec> gates(JsonNode list) {
    List<GateSpec> gates = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode gate : list) {
      String type = gate.path("type").asText();
      String wanted = gate.path("name").asText(gate.path("check").asText(type));
      String name = wanted;
      for (int i = 2; !names.add(name); i++) {
        name = wanted + "-" + i;
      }
      gates.add(new GateSpec(name, type, gate));
    }
    return List.copyOf(gates);
  }
}
