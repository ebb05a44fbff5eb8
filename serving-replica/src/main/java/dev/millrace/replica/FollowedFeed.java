package dev.millrace.replica;

import dev.millrace.core.registry.AliasDirectory;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.registry.ServableVersions;
import dev.millrace.core.serving.CanaryPlan;
import dev.millrace.core.serving.Followed;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.canary.CanaryDecision;
import dev.millrace.serving.canary.CanaryDecisions;
import dev.millrace.serving.deployment.EndpointSpec;
import dev.millrace.serving.feed.ServingFeed;
import dev.millrace.serving.feed.ServingFeed.FollowedEndpoint;
import dev.millrace.serving.feed.ServingFeed.Target;
import dev.millrace.serving.requestlog.KeptLogs;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What the engine asks the registry and the database of a platform, answered from the feed. */
@Singleton
class FollowedFeed implements AliasDirectory, ServableVersions, KeptLogs, CanaryDecisions {

  private static final Logger LOG = Logger.getLogger(FollowedFeed.class);

  private final Set<String> wanted;
  private final SwapOutbox outbox;
  private volatile @Nullable ServingFeed feed;

  /** What is to be served and was not there. Of the following thread. */
  private Set<String> missing = Set.of();

  @Inject
  FollowedFeed(ServingConfig config, SwapOutbox outbox) {
    this(Set.copyOf(config.endpoints().orElse(List.of())), outbox);
  }

  FollowedFeed(Set<String> wanted, SwapOutbox outbox) {
    this.wanted = wanted;
    this.outbox = outbox;
  }

  /** From now on this is so. An endpoint that is to be served and is none may be misnamed. */
  void set(ServingFeed told) {
    feed = told;
    Set<String> none = new TreeSet<>(wanted);
    told.endpoints().forEach(each -> none.remove(each.endpoint().name()));
    if (!none.equals(missing) && !none.isEmpty()) {
      LOG.warnf(
          "the platform has no endpoint of --endpoints (MILLRACE_ENDPOINTS) %s; it is served once"
              + " there is one",
          String.join(", ", none));
    }
    missing = none;
  }

  /** Whether anything was told at all. */
  boolean isKnown() {
    return feed != null;
  }

  /** Of what was told last; null where nothing was. */
  @Nullable String revision() {
    ServingFeed now = feed;
    return now == null ? null : now.revision();
  }

  /** The endpoints that this replica serves. */
  List<FollowedEndpoint> endpoints() {
    ServingFeed now = feed;
    return now == null
        ? List.of()
        : now.endpoints().stream()
            .filter(each -> wanted.isEmpty() || wanted.contains(each.endpoint().name()))
            .toList();
  }

  List<EndpointSpec> specs() {
    return endpoints().stream().map(FollowedEndpoint::endpoint).toList();
  }

  @Override
  public Optional<ServableVersion> resolve(String modelName, String alias) {
    return named(modelName, Followed.alias(alias));
  }

  @Override
  public Optional<ServableVersion> newestInStage(String modelName, String stage) {
    return named(modelName, Followed.stage(stage));
  }

  private Optional<ServableVersion> named(String modelName, Followed follows) {
    return of(modelName)
        .flatMap(each -> each.targets().stream())
        .filter(target -> target.follows().equals(follows))
        .findFirst()
        .map(Target::version)
        .flatMap(version -> version(modelName, version));
  }

  @Override
  public Optional<ServableVersion> version(String modelName, int version) {
    return of(modelName)
        .flatMap(each -> each.versions().stream())
        .filter(each -> each.version() == version)
        .findFirst()
        .map(each -> ModelUri.servable(modelName, each));
  }

  private Stream<FollowedEndpoint> of(String modelName) {
    return endpoints().stream().filter(each -> each.endpoint().modelName().equals(modelName));
  }

  @Override
  public Map<String, Kept> findKept() {
    Map<String, Kept> kept = new HashMap<>();
    for (FollowedEndpoint each : endpoints()) {
      if (each.requestLog() != null) {
        kept.put(each.endpoint().name(), each.requestLog());
      }
    }
    return Map.copyOf(kept);
  }

  /** As the platform decided; what it has not decided yet is to be as it was told. */
  @Override
  public CanaryDecision decide(long endpointId, int wantedVersion, CanaryPlan plan) {
    return endpoints().stream()
        .filter(each -> each.endpoint().endpointId() == endpointId)
        .map(FollowedEndpoint::canary)
        .flatMap(Stream::ofNullable)
        .findFirst()
        .orElseGet(() -> new CanaryDecision(wantedVersion, null, null));
  }

  @Override
  public void giveUp(long endpointId, long canaryId, String reason) {
    outbox.refuse(endpointId, canaryId, reason);
  }
}
