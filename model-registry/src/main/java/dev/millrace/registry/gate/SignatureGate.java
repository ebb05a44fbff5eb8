package dev.millrace.registry.gate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.GateResult;
import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.ColumnType;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelSignature;
import dev.millrace.core.signature.TensorSpec;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whoever calls the champion can call the candidate with the same rows. */
@ApplicationScoped
class SignatureGate implements Gate {

  /** What a column of one type may become without refusing what it took. */
  private static final Map<ColumnType, Set<ColumnType>> WIDER =
      Map.of(
          ColumnType.INTEGER, Set.of(ColumnType.LONG, ColumnType.DOUBLE),
          ColumnType.LONG, Set.of(ColumnType.DOUBLE),
          ColumnType.FLOAT, Set.of(ColumnType.DOUBLE));

  @Override
  public String type() {
    return "signature";
  }

  @Override
  public GateResult evaluate(GateSpec spec, GateContext context) throws GateException {
    Optional<String> waived = spec.text("waived");
    if (waived.isPresent()) {
      return Results.pass(spec, "waived: " + waived.get(), Map.of("waived", waived.get()));
    }
    ModelSignature candidate = signature(context.candidate());
    if (context.champion() == null) {
      return Results.pass(
          spec, "the candidate has a signature; there is no version to compare with", Map.of());
    }
    ModelSignature champion = signature(context.champion());
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("candidate", candidate.inputs().toString());
    evidence.put("champion", champion.inputs().toString());
    return Results.ofFaults(
        spec,
        champion.inputs().equals(candidate.inputs())
            ? List.of()
            : faults(champion.inputSchema(), candidate.inputSchema()),
        "takes all that version " + context.champion().version().version() + " takes",
        evidence);
  }

  private static ModelSignature signature(VersionFacts facts) throws GateException {
    JsonNode signature = facts.requireDescription().path("signature");
    if (!signature.path("inputs").isTextual()) {
      throw new GateException(facts.label() + " has no signature.");
    }
    try {
      return ModelSignature.parse(signature.path("inputs").asText(), null);
    } catch (MlflowException e) {
      throw new GateException(facts.label() + ": " + e.text(), e);
    }
  }

  private static List<String> faults(InputSchema before, InputSchema after) {
    if (before instanceof InputSchema.Columns old && after instanceof InputSchema.Columns now) {
      return ofColumns(old.columns(), now.columns());
    }
    if (before instanceof InputSchema.Tensors old && after instanceof InputSchema.Tensors now) {
      return ofTensors(old.tensors(), now.tensors());
    }
    if (before instanceof InputSchema.AsSent || after instanceof InputSchema.AsSent) {
      return List.of("lists and objects cannot be compared, and the signatures are not the same");
    }
    return List.of("one takes columns and the other tensors");
  }

  private static List<String> ofColumns(List<ColumnSpec> before, List<ColumnSpec> after) {
    List<String> faults = new ArrayList<>();
    Map<String, ColumnSpec> now = new LinkedHashMap<>();
    after.forEach(column -> now.put(column.name(), column));
    for (ColumnSpec old : before) {
      ColumnSpec column = now.remove(old.name());
      if (column == null) {
        faults.add("column '" + old.name() + "' is gone");
      } else if (column.type() != old.type()
          && !WIDER.getOrDefault(old.type(), Set.of()).contains(column.type())) {
        faults.add(
            "column '%s' was %s and is %s"
                .formatted(old.name(), old.type().wireName(), column.type().wireName()));
      } else if (column.required() && !old.required()) {
        faults.add("column '" + old.name() + "' was optional and is required");
      }
    }
    now.values().stream()
        .filter(ColumnSpec::required)
        .forEach(column -> faults.add("column '" + column.name() + "' is new and required"));
    if (faults.isEmpty() && !sameOrder(before, after)) {
      faults.add("the columns have another order");
    }
    return faults;
  }

  private static boolean sameOrder(List<ColumnSpec> before, List<ColumnSpec> after) {
    List<String> old = before.stream().map(ColumnSpec::name).toList();
    return after.stream().map(ColumnSpec::name).filter(old::contains).toList().equals(old);
  }

  private static List<String> ofTensors(List<TensorSpec> before, List<TensorSpec> after) {
    List<String> faults = new ArrayList<>();
    Map<String, TensorSpec> now = new LinkedHashMap<>();
    after.forEach(tensor -> now.put(tensor.name(), tensor));
    for (TensorSpec old : before) {
      TensorSpec tensor = now.remove(old.name());
      if (tensor == null) {
        faults.add("tensor '" + old.name() + "' is gone");
      } else if (tensor.type() != old.type() || !takesShape(tensor.shape(), old.shape())) {
        faults.add(
            "tensor '%s' was %s%s and is %s%s"
                .formatted(old.name(), old.type(), old.shape(), tensor.type(), tensor.shape()));
      }
    }
    now.keySet().forEach(name -> faults.add("tensor '" + name + "' is new"));
    return faults;
  }

  private static boolean takesShape(List<Integer> now, List<Integer> before) {
    if (now.size() != before.size()) {
      return false;
    }
    for (int i = 0; i < now.size(); i++) {
      if (now.get(i) != -1 && !now.get(i).equals(before.get(i))) {
        return false;
      }
    }
    return true;
  }
}
