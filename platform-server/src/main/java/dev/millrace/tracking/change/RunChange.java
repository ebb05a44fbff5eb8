package dev.millrace.tracking.change;

/** What can happen to a run. */
public enum RunChange {
  CREATED,
  /** Its status, its name, a parameter or a tag. */
  UPDATED,
  DELETED,
  RESTORED,
  METRICS,
  /** Bytes were appended to its log. */
  LOG,
  STALLED,
  /** It was stalled and beats again. */
  RECOVERED;

  int bit() {
    return 1 << ordinal();
  }
}
