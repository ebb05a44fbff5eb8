package dev.millrace.registry.gate;

import dev.millrace.core.registry.GateResult;
import dev.millrace.core.registry.GateStatus;
import java.util.List;
import java.util.Map;

/** Makes results. */
final class Results {

  private Results() {}

  static GateResult pass(GateSpec spec, String message, Map<String, Object> evidence) {
    return of(spec, GateStatus.PASS, message, evidence);
  }

  static GateResult fail(GateSpec spec, String message, Map<String, Object> evidence) {
    return of(spec, GateStatus.FAIL, message, evidence);
  }

  static GateResult of(
      GateSpec spec, GateStatus status, String message, Map<String, Object> evidence) {
    return new GateResult(spec.name(), spec.type(), status, message, evidence);
  }

  /** Passes where nothing is wrong; else says all that is. */
  static GateResult ofFaults(
      GateSpec spec, List<String> faults, String passed, Map<String, Object> evidence) {
    return faults.isEmpty()
        ? pass(spec, passed, evidence)
        : fail(spec, String.join("; ", faults), evidence);
  }
}
