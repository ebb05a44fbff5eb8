package dev.millrace.core.batch;

/** What a row does that cannot be scored. */
public enum OnError {
  /** It ends the job. */
  FAIL,
  /** It goes into the file of rejected rows. */
  SKIP
}
