package dev.millrace.serving.requestlog;

import java.util.List;

/** Where requests that are kept go to. */
public interface RequestSink {

  /** Keeps these; one that is there already stays as it is. */
  void write(List<Entry> batch);

  /** Whether the same may be kept another time, after this came of it. */
  boolean isWorthRetrying(RuntimeException failure);
}
