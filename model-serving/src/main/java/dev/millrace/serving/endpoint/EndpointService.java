package dev.millrace.serving.endpoint;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.CreateEndpointRequest;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.serving.Swap;
import dev.millrace.core.validation.Require;
import dev.millrace.serving.deployment.Deployments;
import dev.millrace.serving.deployment.EndpointSpec;
import dev.millrace.serving.deployment.SwapStore;
import dev.millrace.serving.replica.ReplicaStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules of endpoints. */
@ApplicationScoped
public class EndpointService {

  /** It is a part of a path, and a folder's name. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private static final String DEFAULT_ALIAS = "champion";
  private static final int LONGEST_NAME = 255;

  private final EndpointStore endpoints;
  private final SwapStore swaps;
  private final ReplicaStore replicas;
  private final Deployments deployments;
  private final Event<Opened> opened;
  private final Event<Closed> closed;

  EndpointService(
      EndpointStore endpoints,
      SwapStore swaps,
      ReplicaStore replicas,
      Deployments deployments,
      Event<Opened> opened,
      Event<Closed> closed) {
    this.endpoints = endpoints;
    this.swaps = swaps;
    this.replicas = replicas;
    this.deployments = deployments;
    this.opened = opened;
    this.closed = closed;
  }

  record Opened(EndpointSpec endpoint) {}

  record Closed(String name) {}

  /** Opens an endpoint; its model comes up in the background, if its alias points at one. */
  @Transactional
  public Endpoint create(CreateEndpointRequest request) {
    String name = Require.text(request.name(), "name");
    String modelName = Require.text(request.modelName(), "model_name");
    String alias = request.alias() == null ? DEFAULT_ALIAS : Require.text(request.alias(), "alias");
    if (!NAME.matcher(name).matches()) {
      throw MlflowException.invalidParameter(
          "An endpoint's name begins with a letter or digit and has at most 100 letters, digits,"
              + " dots, underscores and hyphens.");
    }
    requireStorable(modelName, "model_name");
    requireStorable(alias, "alias");
    EndpointSpec endpoint =
        endpoints.insertEndpoint(name, modelName, alias, System.currentTimeMillis());
    endpoints.notifyEndpointsChanged();
    opened.fire(new Opened(endpoint));
    return describe(List.of(endpoint)).get(0);
  }

  @Transactional
  public void delete(String name) {
    if (!endpoints.deleteEndpoint(name)) {
      throw notFound(name);
    }
    endpoints.notifyEndpointsChanged();
    closed.fire(new Closed(name));
  }

  @Transactional
  public Endpoint get(String name) {
    return describe(List.of(require(name))).get(0);
  }

  @Transactional
  public List<Endpoint> list() {
    return describe(endpoints.listEndpoints());
  }

  @Transactional
  public List<Swap> swaps(String name) {
    return swaps.findSwaps(require(name).endpointId());
  }

  @Transactional
  List<EndpointSpec> all() {
    return endpoints.listEndpoints();
  }

  void bringUp(@Observes(during = TransactionPhase.AFTER_SUCCESS) Opened event) {
    deployments.open(event.endpoint());
  }

  void takeDown(@Observes(during = TransactionPhase.AFTER_SUCCESS) Closed event) {
    deployments.close(event.name());
  }

  private List<Endpoint> describe(List<EndpointSpec> specs) {
    Map<Long, List<Endpoint.Replica>> all =
        replicas.findReplicas(specs.stream().map(EndpointSpec::endpointId).toList());
    return specs.stream()
        .map(spec -> here(spec).withReplicas(all.getOrDefault(spec.endpointId(), List.of())))
        .toList();
  }

  private Endpoint here(EndpointSpec spec) {
    return deployments
        .describe(spec.name())
        .orElseGet(
            () ->
                new Endpoint(
                    spec.name(),
                    spec.modelName(),
                    spec.alias(),
                    null,
                    null,
                    spec.createdAtMillis(),
                    null,
                    List.of(),
                    List.of()));
  }

  private EndpointSpec require(String name) {
    return endpoints.findEndpoint(name).orElseThrow(() -> notFound(name));
  }

  private static void requireStorable(String value, String field) {
    if (value.length() > LONGEST_NAME || value.indexOf('\0') >= 0) {
      throw MlflowException.invalidParameter(
          "Parameter '" + field + "' is longer than 255 characters, or holds a NUL.");
    }
  }

  private static MlflowException notFound(String name) {
    return MlflowException.notFound(
        NAME.matcher(name).matches()
            ? "Endpoint '" + name + "' does not exist."
            : "There is no endpoint of this name.");
  }
}
