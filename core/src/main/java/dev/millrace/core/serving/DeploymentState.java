package dev.millrace.core.serving;

/** How far a model version has come behind an endpoint, and a swap with it. */
public enum DeploymentState {
  /** The alias was seen to have moved; nothing is fetched yet. */
  STARTED,
  /** Every file of the model is in the server's work directory. */
  DOWNLOADED,
  /** Every file has the SHA-256 of the manifest, and the server knows how to run the model. */
  VERIFIED,
  /** The model is in memory, beside the one that serves. */
  LOADED,
  /** It has scored its input example. */
  WARMED,
  /** It may take traffic; a deployment in this state is the one that serves. */
  READY,
  /** Of a swap: every request that comes from now on is answered by the new version. */
  SWAPPED,
  /** It takes no new requests and stays in memory, so that a rollback to it takes no time. */
  STANDBY,
  /** It takes no new requests and still answers those it has. */
  DRAINING,
  /** Its last request was answered and its memory given back. */
  FREED,
  /** It never took traffic; the reason says why. */
  FAILED
}
