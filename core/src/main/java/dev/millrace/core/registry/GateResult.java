package dev.millrace.core.registry;

import java.util.Map;

/**
 * What one gate found.
 *
 * @param name as the policy names it; unique among the gates of a promotion
 * @param type such as {@code metric}
 * @param message one sentence that says why
 * @param evidence the numbers that the message rests on; values are numbers, strings, booleans, and
 *     lists and maps of them
 */
public record GateResult(
    String name, String type, GateStatus status, String message, Map<String, Object> evidence) {

  public GateResult {
    evidence = evidence == null ? Map.of() : evidence;
  }
}
