package dev.millrace.serving.requestlog;

import java.util.Map;

/** Which endpoints keep their requests. */
public interface KeptLogs {

  /**
   * What an endpoint keeps.
   *
   * @param sampleRate from 0 to 1
   */
  record Kept(long logId, double sampleRate) {}

  /** Every log, by the name of its endpoint. */
  Map<String, Kept> findKept();
}
