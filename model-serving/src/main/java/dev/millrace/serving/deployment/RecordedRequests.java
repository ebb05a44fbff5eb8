package dev.millrace.serving.deployment;

import java.util.List;
import java.util.function.Consumer;

/** What callers asked lately, where endpoints keep it. */
public interface RecordedRequests {

  /**
   * The newest requests that a version answered behind an endpoint, newest first, each of which
   * asks a version the same; none where none are kept, or where they cannot be read now.
   */
  List<Consumer<Deployment>> newest(String endpoint, int version);
}
