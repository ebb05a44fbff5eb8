package dev.millrace.registry.gate;

import dev.millrace.core.artifact.ArtifactEntry;
import dev.millrace.core.registry.GateResult;
import dev.millrace.core.serving.ModelTrial;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The candidate is small enough, loads in time and fits the memory. */
@ApplicationScoped
class ResourcesGate implements Gate {

  private final ModelTrial trial;

  ResourcesGate(ModelTrial trial) {
    this.trial = trial;
  }

  @Override
  public String type() {
    return "resources";
  }

  @Override
  public GateResult evaluate(GateSpec spec, GateContext context) throws GateException {
    List<String> faults = new ArrayList<>();
    Map<String, Object> evidence = new LinkedHashMap<>();
    long size =
        context.candidate().requireFiles().stream().mapToLong(ArtifactEntry::sizeBytes).sum();
    evidence.put("size_bytes", size);
    compare("size in bytes", size, spec.text("max_size").map(Quantity::bytes), faults);
    Optional<Long> maxMillis =
        spec.text("max_load_time").map(time -> Quantity.duration(time).toMillis());
    Optional<Long> maxMemory = spec.text("max_memory").map(Quantity::bytes);
    if (maxMillis.isPresent() || maxMemory.isPresent()) {
      ModelTrial.Report report = context.candidate().requireLoaded(trial);
      evidence.put("load_millis", report.loadMillis());
      evidence.put("memory_bytes", report.memoryBytes());
      compare("load time in ms", report.loadMillis(), maxMillis, faults);
      compare("memory in bytes", report.memoryBytes(), maxMemory, faults);
    }
    return Results.ofFaults(spec, faults, "within the bounds", evidence);
  }

  private static void compare(String what, long found, Optional<Long> bound, List<String> faults) {
    if (bound.isPresent() && found > bound.get()) {
      faults.add("%s is %d; at most %d".formatted(what, found, bound.get()));
    }
  }
}
