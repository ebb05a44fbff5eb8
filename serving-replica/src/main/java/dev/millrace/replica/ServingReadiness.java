package dev.millrace.replica;

import dev.millrace.core.serving.DeploymentState;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.serving.deployment.Deployments;
import dev.millrace.serving.feed.ServingFeed.FollowedEndpoint;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready once every endpoint that is known has come up, or cannot, and from then on: neither a
 * platform that is away nor a version that fails stops what is served.
 */
@Readiness
@Singleton
class ServingReadiness implements HealthCheck {

  private final FollowedFeed feed;
  private final PlatformLink link;
  private final Deployments deployments;
  private volatile boolean ready;

  ServingReadiness(FollowedFeed feed, PlatformLink link, Deployments deployments) {
    this.feed = feed;
    this.link = link;
    this.deployments = deployments;
  }

  @Override
  public HealthCheckResponse call() {
    List<FollowedEndpoint> endpoints = feed.endpoints();
    ready |= feed.isKnown() && endpoints.stream().allMatch(this::isSettled);
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("serving")
            .status(ready)
            .withData("endpoints", endpoints.size())
            .withData("platform", link.isUp() ? "followed" : "away")
            .withData("platform_silence_seconds", link.silenceSeconds())
            .withData("from_cache", link.isFromCache());
    String trouble = link.trouble();
    if (trouble != null) {
      response.withData("reason", trouble);
    }
    return response.build();
  }

  /** Whether it answers, has nothing to follow, or has failed. */
  private boolean isSettled(FollowedEndpoint followed) {
    Endpoint endpoint = deployments.describe(followed.endpoint());
    return endpoint.liveVersion() != null
        || followed.targets().stream()
            .noneMatch(target -> target.follows().equals(followed.endpoint().follows()))
        || endpoint.deployments().stream().anyMatch(each -> each.state() == DeploymentState.FAILED);
  }
}
