package dev.millrace.core.serving;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.validation.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An address that answers with the version it follows: where an alias points, the newest of a
 * stage, or one version for good.
 *
 * @param alias that it follows; absent where it follows a stage or a version
 * @param stage that it follows; absent where it follows an alias or a version
 * @param version that it follows; absent where it follows an alias or a stage
 * @param owner who answers for it
 * @param liveVersion the version that answers now; absent while there is none
 * @param liveState READY while a version answers; else how far the newest candidate has come;
 *     absent where there is no version to follow
 * @param createdAt milliseconds since the epoch
 * @param signature of the live version
 * @param deployments what the answering server holds: the live version, a candidate, versions that
 *     drain, and the last candidate that failed
 * @param variants further versions behind it, by name
 * @param canaryPlan by which it goes over to another version; absent where it swaps at once
 * @param options how it lets requests in; absent where all is as the server is configured
 * @param canary the newest one, of an endpoint that has a plan
 * @param replicas what every server that is alive holds, the answering one too
 */
public record Endpoint(
    String name,
    String modelName,
    @Nullable String alias,
    @Nullable String stage,
    @Nullable String version,
    @Nullable String owner,
    @Nullable String description,
    @Nullable String liveVersion,
    @Nullable DeploymentState liveState,
    long createdAt,
    @Nullable Signature signature,
    List<Deployment> deployments,
    List<Variant> variants,
    @Nullable CanaryPlan canaryPlan,
    @Nullable EndpointOptions options,
    @Nullable Canary canary,
    List<Replica> replicas) {

  public Endpoint {
    deployments = Require.listOrEmpty(deployments);
    variants = Require.listOrEmpty(variants);
    replicas = Require.listOrEmpty(replicas);
  }

  /** The same with its newest canary, and what all servers hold. */
  public Endpoint with(@Nullable Canary newest, List<Replica> all) {
    return new Endpoint(
        name,
        modelName,
        alias,
        stage,
        version,
        owner,
        description,
        liveVersion,
        liveState,
        createdAt,
        signature,
        deployments,
        variants,
        canaryPlan,
        options,
        newest,
        all);
  }

  /** What it follows of its model. */
  public Followed follows() {
    return new Followed(alias, stage, version);
  }

  /** MLflow's lists of inputs and outputs; outputs where they are known. */
  public record Signature(JsonNode inputs, @Nullable JsonNode outputs) {}

  /**
   * A version behind the endpoint.
   *
   * @param reason why it failed
   * @param since when it came to the state, in milliseconds since the epoch
   */
  public record Deployment(
      String version, DeploymentState state, @Nullable String reason, long since) {}

  /**
   * A version of the model beside the one that the endpoint follows itself.
   *
   * @param alias that it follows; absent where it follows a stage or a version
   * @param stage that it follows; absent where it follows an alias or a version
   * @param version that it follows; absent where it follows an alias or a stage
   * @param weight the share of the requests that it answers, in percent
   * @param shadow where requests are mirrored to it
   * @param liveVersion the version that is loaded for it in the answering server; absent while
   *     there is none
   * @param liveState READY while there is one; else how far the newest candidate has come
   */
  public record Variant(
      String name,
      @Nullable String alias,
      @Nullable String stage,
      @Nullable String version,
      double weight,
      @Nullable Shadow shadow,
      @Nullable String liveVersion,
      @Nullable DeploymentState liveState,
      List<Deployment> deployments) {

    public Variant {
      deployments = Require.listOrEmpty(deployments);
    }

    /** What it follows of the model. */
    public Followed follows() {
      return new Followed(alias, stage, version);
    }
  }

  /**
   * A server behind the endpoint, as it reported last, within ten seconds.
   *
   * @param name its host and process, unless it was given another
   * @param address where it can be asked; absent where it did not tell
   * @param startedAt milliseconds since the epoch
   * @param liveVersion the version that answers there; absent while there is none
   */
  public record Replica(
      String name,
      @Nullable String address,
      long startedAt,
      @Nullable String liveVersion,
      List<Deployment> deployments) {

    public Replica {
      deployments = Require.listOrEmpty(deployments);
    }
  }
}
