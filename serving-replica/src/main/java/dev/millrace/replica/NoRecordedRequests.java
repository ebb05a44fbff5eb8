package dev.millrace.replica;

import dev.millrace.serving.deployment.Deployment;
import dev.millrace.serving.deployment.RecordedRequests;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Consumer;

/** The platform keeps requests; a replica has none of them at hand. */
@Singleton
class NoRecordedRequests implements RecordedRequests {

  @Override
  public List<Consumer<Deployment>> newest(String endpoint, int version) {
    return List.of();
  }
}
