package dev.millrace.serving.feed;

import dev.millrace.core.serving.Followed;
import dev.millrace.core.validation.Require;
import dev.millrace.serving.canary.CanaryDecision;
import dev.millrace.serving.deployment.EndpointSpec;
import dev.millrace.serving.requestlog.KeptLogs;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a serving replica needs to know, as it is at one moment.
 *
 * @param revision the same where all is the same, on whatever server it was asked
 */
public record ServingFeed(String revision, List<FollowedEndpoint> endpoints) {

  public ServingFeed {
    endpoints = Require.listOrEmpty(endpoints);
  }

  /**
   * An endpoint, and what it is to answer with.
   *
   * @param targets the versions that it and its variants follow now; what is followed and names no
   *     version is not among them
   * @param versions that may be fetched for it
   * @param canary what was decided where it goes over by a plan
   * @param requestLog what it keeps of its requests; absent where it keeps none
   */
  public record FollowedEndpoint(
      EndpointSpec endpoint,
      List<Target> targets,
      List<Version> versions,
      @Nullable CanaryDecision canary,
      KeptLogs.@Nullable Kept requestLog) {

    public FollowedEndpoint {
      targets = Require.listOrEmpty(targets);
      versions = Require.listOrEmpty(versions);
    }
  }

  /** Something that is followed, and the number of the version that it names now. */
  public record Target(Followed follows, int version) {}

  /**
   * A version of the endpoint's model.
   *
   * @param mark another one where another model has come to the same name and number
   */
  public record Version(int version, String mark) {}
}
