package dev.millrace.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.client.HttpTransport.Answer;
import dev.millrace.client.HttpTransport.Repeat;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.AnswerHeaders;
import dev.millrace.core.serving.Canary;
import dev.millrace.core.serving.CanaryPlan;
import dev.millrace.core.serving.CreateEndpointKeyRequest;
import dev.millrace.core.serving.CreateEndpointRequest;
import dev.millrace.core.serving.CreatedEndpointKey;
import dev.millrace.core.serving.DeploymentState;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.serving.Endpoint.Replica;
import dev.millrace.core.serving.EndpointKey;
import dev.millrace.core.serving.EndpointOptions;
import dev.millrace.core.serving.EndpointResponse;
import dev.millrace.core.serving.Followed;
import dev.millrace.core.serving.ListCanariesResponse;
import dev.millrace.core.serving.ListEndpointKeysResponse;
import dev.millrace.core.serving.ListEndpointsResponse;
import dev.millrace.core.serving.ListSwapsResponse;
import dev.millrace.core.serving.PutVariantRequest;
import dev.millrace.core.serving.RollBackCanaryRequest;
import dev.millrace.core.serving.ShadowReport;
import dev.millrace.core.serving.Swap;
import dev.millrace.core.serving.UpdateEndpointRequest;
import dev.millrace.core.validation.Require;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Endpoints: each serves the version of a registered model that it follows. */
public final class Endpoints {

  /** Header of an answer that names the model version which gave it. */
  public static final String VERSION_HEADER = AnswerHeaders.MODEL_VERSION;

  private static final String ROUTE = "/api/millrace/v1/endpoints";
  private static final String JSON = "application/json";
  private static final Duration POLL = Duration.ofMillis(50);

  private final HttpTransport transport;

  private record Score(DataFrame dataframeSplit) {}

  /**
   * An endpoint's answer as it came.
   *
   * @param json an object with {@code predictions}
   * @param modelVersion the version that answered, or null where the server does not say
   */
  public record ScoringAnswer(String json, @Nullable String modelVersion) {}

  Endpoints(HttpTransport transport) {
    this.transport = transport;
  }

  /**
   * Opens an endpoint that follows an alias; it is live once the version is loaded ({@link
   * #awaitLive}).
   *
   * @throws MlflowException RESOURCE_ALREADY_EXISTS where there is one of that name
   */
  public Endpoint open(String name, String modelName, String alias) {
    return open(CreateEndpointRequest.of(name, modelName, Followed.alias(alias)));
  }

  /**
   * Opens an endpoint that follows an alias, a stage or a version.
   *
   * @throws MlflowException as {@link #open(String, String, String)}; INVALID_PARAMETER_VALUE where
   *     a field is refused
   */
  public Endpoint open(CreateEndpointRequest request) {
    return transport
        .send("POST", ROUTE, request, Repeat.UNLESS_RECEIVED, EndpointResponse.class)
        .endpoint();
  }

  /**
   * Changes an endpoint; what is null stays. What it answers with goes on until the version that it
   * follows then is ready.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is none of that name,
   *     INVALID_PARAMETER_VALUE where a field is refused
   */
  public Endpoint update(String name, UpdateEndpointRequest change) {
    return transport
        .send("PATCH", route(name), change, Repeat.SAFELY, EndpointResponse.class)
        .endpoint();
  }

  /** Opens the endpoint, or hands out the one that serves that model and alias already. */
  public Endpoint openOrGet(String name, String modelName, String alias) {
    try {
      return open(name, modelName, alias);
    } catch (MlflowException e) {
      if (e.code() != ErrorCode.RESOURCE_ALREADY_EXISTS) {
        throw e;
      }
      Endpoint endpoint = get(name);
      if (!endpoint.modelName().equals(modelName) || !alias.equals(endpoint.alias())) {
        throw e;
      }
      return endpoint;
    }
  }

  /**
   * Adds a further version behind an endpoint, or puts this in the place of the variant that has
   * the name.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such endpoint,
   *     INVALID_PARAMETER_VALUE where a field is refused, or the weights are more than 100 together
   */
  public Endpoint putVariant(String name, String variant, PutVariantRequest request) {
    return transport
        .send("PUT", variant(name, variant), request, Repeat.SAFELY, EndpointResponse.class)
        .endpoint();
  }

  /**
   * Takes a variant away; its share of the requests goes to what the endpoint follows itself.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such endpoint or variant
   */
  public Endpoint deleteVariant(String name, String variant) {
    return transport
        .send("DELETE", variant(name, variant), Map.of(), Repeat.SAFELY, EndpointResponse.class)
        .endpoint();
  }

  /** What became of the requests that are mirrored to a variant. */
  public ShadowReport shadow(String name, String variant) {
    return transport.get(variant(name, variant) + "/shadow", Map.of(), ShadowReport.class);
  }

  /**
   * From now on the endpoint goes over to other versions by this plan, and not at once.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such endpoint,
   *     INVALID_PARAMETER_VALUE where a field is refused
   */
  public Endpoint putCanaryPlan(String name, CanaryPlan plan) {
    return transport
        .send("PUT", canary(name), plan, Repeat.SAFELY, EndpointResponse.class)
        .endpoint();
  }

  /** From now on the endpoint swaps at once; a canary that is running is given up for that. */
  public Endpoint deleteCanaryPlan(String name) {
    return transport
        .send("DELETE", canary(name), Map.of(), Repeat.SAFELY, EndpointResponse.class)
        .endpoint();
  }

  /** The canaries of an endpoint, newest first. */
  public List<Canary> canaries(String name) {
    return transport.get(canary(name), Map.of(), ListCanariesResponse.class).canaries();
  }

  /**
   * Ends the canary that is running: the new version answers everything now.
   *
   * @throws MlflowException RESOURCE_CONFLICT where none is running
   */
  public Endpoint promoteCanary(String name) {
    return transport
        .send(
            "POST",
            canary(name) + "/promote",
            Map.of(),
            Repeat.UNLESS_RECEIVED,
            EndpointResponse.class)
        .endpoint();
  }

  /**
   * Ends the canary that is running: the previous version answers everything again.
   *
   * @throws MlflowException RESOURCE_CONFLICT where none is running
   */
  public Endpoint rollBackCanary(String name, @Nullable String reason) {
    return transport
        .send(
            "POST",
            canary(name) + "/rollback",
            new RollBackCanaryRequest(reason),
            Repeat.UNLESS_RECEIVED,
            EndpointResponse.class)
        .endpoint();
  }

  /** The requests that an endpoint keeps. */
  public EndpointRequests requests(String name) {
    return new EndpointRequests(transport, route(name));
  }

  /**
   * From now on the endpoint lets requests in by these options; those that are null are as the
   * server is configured.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such endpoint,
   *     INVALID_PARAMETER_VALUE where an option is refused
   */
  public Endpoint putOptions(String name, EndpointOptions options) {
    return transport
        .send("PUT", route(name) + "/options", options, Repeat.SAFELY, EndpointResponse.class)
        .endpoint();
  }

  /**
   * Makes a key that the endpoint can be asked with. Its secret is in this answer alone.
   *
   * @throws MlflowException RESOURCE_ALREADY_EXISTS where the endpoint has a key of that name
   */
  public CreatedEndpointKey createKey(String name, CreateEndpointKeyRequest request) {
    return transport.send(
        "POST", keys(name), request, Repeat.UNLESS_RECEIVED, CreatedEndpointKey.class);
  }

  /** The keys of an endpoint, by name. */
  public List<EndpointKey> listKeys(String name) {
    return transport.get(keys(name), Map.of(), ListEndpointKeysResponse.class).keys();
  }

  /** Takes a key away: requests with it are refused from now on. */
  public void deleteKey(String name, String key) {
    transport.send("DELETE", keys(name) + "/" + UriParts.encode(key), Map.of(), Repeat.SAFELY);
  }

  private static String keys(String name) {
    return route(name) + "/keys";
  }

  /**
   * One endpoint.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is none of that name
   */
  public Endpoint get(String name) {
    return transport.get(route(name), Map.of(), EndpointResponse.class).endpoint();
  }

  public List<Endpoint> list() {
    return Require.listOrEmpty(
        transport.get(ROUTE, Map.of(), ListEndpointsResponse.class).endpoints());
  }

  /** Closes an endpoint; requests under way are still answered. */
  public void delete(String name) {
    transport.send("DELETE", route(name), Map.of(), Repeat.SAFELY);
  }

  /** Swaps of an endpoint, latest first. */
  public List<Swap> swaps(String name) {
    return Require.listOrEmpty(
        transport.get(route(name) + "/swaps", Map.of(), ListSwapsResponse.class).swaps());
  }

  /**
   * Waits until every server behind an endpoint serves a version.
   *
   * @throws MlflowException DEADLINE_EXCEEDED after {@code timeout}, INVALID_STATE at once where a
   *     server refused that version; the message says which and why
   */
  public Endpoint awaitLive(String name, String version, Duration timeout) {
    return awaitLive(name, version, 0, timeout);
  }

  /**
   * Waits until every server behind an endpoint serves a version.
   *
   * @param movedAtMillis when the alias came to the version, in milliseconds since the epoch: what
   *     a server says of earlier attempts with the same version counts for nothing
   * @throws MlflowException as {@link #awaitLive(String, String, Duration)}
   */
  public Endpoint awaitLive(String name, String version, long movedAtMillis, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      Endpoint endpoint = get(name);
      List<Replica> behind =
          endpoint.replicas().stream()
              .filter(replica -> !version.equals(replica.liveVersion()))
              .toList();
      if (version.equals(endpoint.liveVersion()) && behind.isEmpty()) {
        return endpoint;
      }
      throwIfRefused(endpoint.deployments(), version, movedAtMillis, "Endpoint '" + name + "'");
      for (Replica replica : behind) {
        throwIfRefused(
            replica.deployments(),
            version,
            movedAtMillis,
            "Endpoint '%s' on %s".formatted(name, replica.name()));
      }
      if (System.nanoTime() >= deadline) {
        throw new MlflowException(
            ErrorCode.DEADLINE_EXCEEDED,
            "Endpoint '%s' does not serve version %s after %d s; it serves %s."
                .formatted(name, version, timeout.toSeconds(), served(endpoint, behind)));
      }
      pause();
    }
  }

  /** What is served instead, and by which servers where they differ. */
  private static String served(Endpoint endpoint, List<Replica> behind) {
    return behind.isEmpty()
        ? served(endpoint.liveVersion())
        : behind.stream()
            .map(replica -> served(replica.liveVersion()) + " on " + replica.name())
            .collect(Collectors.joining(", "));
  }

  private static String served(@Nullable String version) {
    return version == null ? "nothing" : "version " + version;
  }

  /**
   * Asks an endpoint for predictions, {@code rows} in MLflow's {@code dataframe_split}.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such endpoint,
   *     INVALID_PARAMETER_VALUE or BAD_REQUEST where the rows do not fit the model's signature
   */
  public Invocation invoke(String name, DataFrame rows) {
    return invoke(invocations(name), rows, Map.of());
  }

  /**
   * As {@link #invoke(String, DataFrame)}; requests of the same key, such as a customer's number,
   * are answered by the same variant.
   */
  public Invocation invoke(String name, DataFrame rows, String key) {
    return invoke(invocations(name), rows, Map.of(AnswerHeaders.REQUEST_KEY, key));
  }

  /**
   * As {@link #invoke(String, DataFrame)}, from one version; RESOURCE_DOES_NOT_EXIST also where
   * that is not loaded behind the endpoint.
   */
  public Invocation invokeVersion(String name, String version, DataFrame rows) {
    return invoke(invocations(name, version), rows, Map.of());
  }

  private Invocation invoke(String path, DataFrame rows, Map<String, String> headers) {
    try {
      byte[] request = MlflowJson.mapper().writeValueAsBytes(new Score(rows));
      Answer answer = transport.exchange(path, request, JSON, headers, Repeat.SAFELY);
      try (InputStream body = answer.body()) {
        JsonNode predictions = MlflowJson.mapper().readTree(body).path("predictions");
        return new Invocation(
            predictions,
            answer.headers().get(VERSION_HEADER),
            answer.headers().get(AnswerHeaders.VARIANT),
            answer.headers().get(AnswerHeaders.REQUEST_ID));
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Asks an endpoint with a body of MLflow's scoring protocol as it is; errors as {@link
   * #invoke(String, DataFrame)}.
   *
   * @param contentType {@code application/json} or {@code text/csv}
   */
  public ScoringAnswer invoke(String name, byte[] body, String contentType) {
    return score(invocations(name), body, contentType);
  }

  /** As {@link #invoke(String, byte[], String)}, from one version that is loaded behind it. */
  public ScoringAnswer invokeVersion(String name, String version, byte[] body, String contentType) {
    return score(invocations(name, version), body, contentType);
  }

  private ScoringAnswer score(String path, byte[] body, String contentType) {
    Answer answer = transport.exchange(path, body, contentType, Map.of(), Repeat.SAFELY);
    try (InputStream content = answer.body()) {
      return new ScoringAnswer(
          new String(content.readAllBytes(), StandardCharsets.UTF_8),
          answer.headers().get(VERSION_HEADER));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static MlflowException unreadable(IOException e) {
    return new MlflowException(
        ErrorCode.INTERNAL_ERROR, "The prediction could not be read: " + e.getMessage(), e);
  }

  private static void throwIfRefused(
      List<Endpoint.Deployment> deployments, String version, long sinceMillis, String who) {
    for (Endpoint.Deployment deployment : deployments) {
      if (deployment.version().equals(version)
          && deployment.state() == DeploymentState.FAILED
          && deployment.since() >= sinceMillis) {
        throw new MlflowException(
            ErrorCode.INVALID_STATE,
            "%s refused version %s: %s".formatted(who, version, deployment.reason()));
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MlflowException(
          ErrorCode.TEMPORARILY_UNAVAILABLE, "Waiting for the endpoint was interrupted.", e);
    }
  }

  private static String invocations(String name) {
    return "/serving/" + UriParts.encode(name) + "/invocations";
  }

  private static String invocations(String name, String version) {
    return "/serving/%s/versions/%s/invocations"
        .formatted(UriParts.encode(name), UriParts.encode(version));
  }

  private static String canary(String name) {
    return route(name) + "/canary";
  }

  private static String variant(String name, String variant) {
    return route(name) + "/variants/" + UriParts.encode(variant);
  }

  private static String route(String name) {
    return ROUTE + "/" + UriParts.encode(name);
  }
}
