package dev.millrace.serving.deployment;

import dev.millrace.core.serving.Swap;

/** Where it is written down how far swaps have come. */
public interface SwapHistory {

  /** Begins a swap's history and answers its id; 0 where the endpoint is gone. */
  long begin(EndpointSpec endpoint, Swap swap);

  /**
   * Writes how far a swap has come.
   *
   * @param swapped whether webhooks are to be told now that traffic goes to the new version; they
   *     are told of the primary alone
   */
  void write(EndpointSpec endpoint, Swap swap, boolean swapped);
}
