package dev.millrace.registry.gate;

import dev.millrace.core.registry.GateResult;

/** One kind of gate. */
interface Gate {

  /** The {@code type} of a policy's entry. */
  String type();

  /**
   * Refuses settings that the schema cannot tell to be wrong, when a policy is saved.
   *
   * @throws dev.millrace.core.error.MlflowException INVALID_PARAMETER_VALUE with the reason
   */
  default void check(GateSpec spec) {}

  /**
   * Asks; not within a transaction. Whatever it throws makes the result an error.
   *
   * @throws GateException where it cannot be found out, with a reason for the caller
   */
  GateResult evaluate(GateSpec spec, GateContext context) throws GateException;
}
