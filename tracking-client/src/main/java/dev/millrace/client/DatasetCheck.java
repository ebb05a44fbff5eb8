package dev.millrace.client;

import org.jspecify.annotations.Nullable;

/**
 * Whether the data that a run read is still what it was.
 *
 * @param digest as the run recorded it
 * @param foundDigest of what is there now; absent where it could not be computed
 * @param source where was looked
 * @param detail what else there is to say, for people; empty where there is nothing
 */
public record DatasetCheck(
    String name,
    String digest,
    Outcome outcome,
    @Nullable String foundDigest,
    String source,
    String detail) {

  /** What a check finds out. */
  public enum Outcome {
    /** The bytes are the same. */
    UNCHANGED,
    /** There are other bytes. */
    CHANGED,
    /** There is no such file. */
    MISSING,
    /** The source did not answer or could not be read. */
    UNREACHABLE,
    /** The digest or the source is of a kind that cannot be checked. */
    NOT_CHECKED
  }
}
