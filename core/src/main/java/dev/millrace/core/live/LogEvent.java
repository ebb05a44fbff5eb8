package dev.millrace.core.live;

import dev.millrace.core.tracking.RunStatus;

/**
 * A piece of the log of a run; the data of the event {@code log}. The id of the event is the offset
 * after it.
 *
 * @param offset of its first byte
 * @param text what is not UTF-8 in it is replaced by U+FFFD
 */
public record LogEvent(long offset, String text) {

  /** The run has ended and its log was told to the end; the data of the event {@code end}. */
  public record End(long size, RunStatus status) {}
}
