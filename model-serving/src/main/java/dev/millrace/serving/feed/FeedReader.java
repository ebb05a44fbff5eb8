package dev.millrace.serving.feed;

import dev.millrace.core.data.Sha256;
import dev.millrace.core.json.StoredJson;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.serving.CanaryPlan;
import dev.millrace.core.serving.Followed;
import dev.millrace.serving.canary.CanaryDecision;
import dev.millrace.serving.canary.CanaryDecisions;
import dev.millrace.serving.deployment.EndpointSpec;
import dev.millrace.serving.deployment.Targets;
import dev.millrace.serving.deployment.VariantSpec;
import dev.millrace.serving.endpoint.EndpointService;
import dev.millrace.serving.feed.ServingFeed.FollowedEndpoint;
import dev.millrace.serving.feed.ServingFeed.Target;
import dev.millrace.serving.feed.ServingFeed.Version;
import dev.millrace.serving.requestlog.KeptLogs;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts together what serving replicas need to know. */
@Singleton
class FeedReader {

  private final EndpointService endpoints;
  private final Targets targets;
  private final CanaryDecisions canaries;
  private final KeptLogs logs;

  FeedReader(EndpointService endpoints, Targets targets, CanaryDecisions canaries, KeptLogs logs) {
    this.endpoints = endpoints;
    this.targets = targets;
    this.canaries = canaries;
    this.logs = logs;
  }

  /** As it is now. A canary that is due begins with it, as it does when a server looks. */
  ServingFeed read() {
    Map<String, KeptLogs.Kept> kept = logs.findKept();
    List<FollowedEndpoint> all = new ArrayList<>();
    for (EndpointSpec spec : endpoints.all()) {
      all.add(followed(spec, kept.get(spec.name())));
    }
    return new ServingFeed(mark(StoredJson.write(all)), all);
  }

  private FollowedEndpoint followed(EndpointSpec spec, KeptLogs.@Nullable Kept log) {
    List<Target> named = new ArrayList<>();
    Set<Version> versions = new LinkedHashSet<>();
    Optional<ServableVersion> wanted = resolve(spec, spec.follows(), named, versions);
    for (VariantSpec variant : spec.variants()) {
      resolve(spec, variant.follows(), named, versions);
    }
    CanaryPlan plan = spec.canary();
    CanaryDecision decision =
        plan == null || wanted.isEmpty()
            ? null
            : canaries.decide(spec.endpointId(), wanted.get().version(), plan);
    if (decision != null) {
      targets
          .version(spec.modelName(), decision.primary())
          .ifPresent(version -> versions.add(version(version)));
    }
    return new FollowedEndpoint(spec, named, List.copyOf(versions), decision, log);
  }

  private Optional<ServableVersion> resolve(
      EndpointSpec spec, Followed follows, List<Target> named, Set<Version> versions) {
    Optional<ServableVersion> found = targets.resolve(spec.modelName(), follows);
    found.ifPresent(
        version -> {
          Target target = new Target(follows, version.version());
          if (!named.contains(target)) {
            named.add(target);
          }
          versions.add(version(version));
        });
    return found;
  }

  private static Version version(ServableVersion version) {
    return new Version(version.version(), mark(version.artifactRoot()));
  }

  private static String mark(String text) {
    MessageDigest digest = Sha256.newDigest();
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    return Sha256.hex(digest).substring(0, 32);
  }
}
