package dev.millrace.replica;

import dev.millrace.serving.deployment.Deployment;
import dev.millrace.serving.deployment.RecordedRequests;
import dev.millrace.serving.replay.RecordedRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * The requests that the platform keeps, this replica's and others'. A version is brought up without
 * them while the platform is away.
 */
@Singleton
class PlatformRecordedRequests implements RecordedRequests {

  private static final Logger LOG = Logger.getLogger(PlatformRecordedRequests.class);

  private final PlatformClient platform;
  private final FollowedFeed feed;

  PlatformRecordedRequests(PlatformClient platform, FollowedFeed feed) {
    this.platform = platform;
    this.feed = feed;
  }

  @Override
  public List<Consumer<Deployment>> newest(String endpoint, int version) {
    if (!feed.findKept().containsKey(endpoint)) {
      return List.of();
    }
    try {
      return RecordedRequest.asked(endpoint, platform.recorded(endpoint, version));
    } catch (PlatformException e) {
      LOG.debugf("the next version of %s is not warmed with kept requests: %s", endpoint, e);
      return List.of();
    }
  }
}
