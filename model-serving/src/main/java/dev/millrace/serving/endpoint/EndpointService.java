package dev.millrace.serving.endpoint;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.CreateEndpointRequest;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.serving.EndpointOptions;
import dev.millrace.core.serving.Followed;
import dev.millrace.core.serving.Swap;
import dev.millrace.core.serving.UpdateEndpointRequest;
import dev.millrace.serving.canary.CanaryService;
import dev.millrace.serving.deployment.Deployments;
import dev.millrace.serving.deployment.EndpointSpec;
import dev.millrace.serving.deployment.SwapStore;
import dev.millrace.serving.replica.ReplicaStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.transaction.Transactional;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The rules of endpoints. */
@ApplicationScoped
public class EndpointService {

  private final EndpointStore endpoints;
  private final SwapStore swaps;
  private final ReplicaStore replicas;
  private final Deployments deployments;
  private final CanaryService canaries;
  private final Event<Changed> changed;
  private final Event<Closed> closed;

  EndpointService(
      EndpointStore endpoints,
      SwapStore swaps,
      ReplicaStore replicas,
      Deployments deployments,
      CanaryService canaries,
      Event<Changed> changed,
      Event<Closed> closed) {
    this.endpoints = endpoints;
    this.swaps = swaps;
    this.replicas = replicas;
    this.deployments = deployments;
    this.canaries = canaries;
    this.changed = changed;
    this.closed = closed;
  }

  record Changed(EndpointSpec endpoint) {}

  record Closed(String name) {}

  /** Opens an endpoint; its model comes up in the background, if there is a version to follow. */
  @Transactional
  public Endpoint create(CreateEndpointRequest request, @Nullable Principal caller) {
    String owner = EndpointRules.owner(request.owner());
    EndpointSpec endpoint =
        endpoints.insertEndpoint(
            new EndpointSpec(
                0,
                EndpointRules.name(request.name()),
                EndpointRules.modelName(request.modelName()),
                EndpointRules.followsOrChampion(
                    request.alias(), request.stage(), request.version()),
                owner == null && caller != null ? EndpointRules.owner(caller.getName()) : owner,
                EndpointRules.description(request.description()),
                System.currentTimeMillis(),
                EndpointOptions.NONE,
                List.of(),
                List.of(),
                null));
    return changed(endpoint);
  }

  /** Changes an endpoint; while a version of what it follows now comes up, the last one answers. */
  @Transactional
  public Endpoint update(String name, UpdateEndpointRequest request) {
    Followed follows = EndpointRules.follows(request.alias(), request.stage(), request.version());
    return change(
        name,
        old ->
            new EndpointSpec(
                old.endpointId(),
                old.name(),
                old.modelName(),
                follows == null ? old.follows() : follows,
                request.owner() == null ? old.owner() : EndpointRules.owner(request.owner()),
                request.description() == null
                    ? old.description()
                    : EndpointRules.description(request.description()),
                old.createdAtMillis(),
                old.options(),
                old.keys(),
                request.weights() == null
                    ? old.variants()
                    : VariantRules.weighted(name, old.variants(), request.weights()),
                old.canary()));
  }

  /** Makes of an endpoint what the change says, under its lock. */
  @Transactional
  Endpoint change(String name, UnaryOperator<EndpointSpec> change) {
    EndpointSpec old = endpoints.lockEndpoint(name).orElseThrow(() -> notFound(name));
    EndpointSpec endpoint = change.apply(old);
    endpoints.updateEndpoint(endpoint);
    return changed(endpoint);
  }

  private Endpoint changed(EndpointSpec endpoint) {
    endpoints.notifyEndpointsChanged();
    changed.fire(new Changed(endpoint));
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

  /** The newest swaps, as far as they have come. */
  @Transactional
  public List<Swap> swaps(String name) {
    deployments.awaitHistories();
    return swaps.findSwaps(require(name).endpointId());
  }

  /** Every endpoint, by name. */
  @Transactional
  public List<EndpointSpec> all() {
    return endpoints.listEndpoints();
  }

  void bringUp(@Observes(during = TransactionPhase.AFTER_SUCCESS) Changed event) {
    deployments.open(event.endpoint());
  }

  void takeDown(@Observes(during = TransactionPhase.AFTER_SUCCESS) Closed event) {
    deployments.close(event.name());
  }

  private List<Endpoint> describe(List<EndpointSpec> specs) {
    Map<Long, List<Endpoint.Replica>> all =
        replicas.findReplicas(specs.stream().map(EndpointSpec::endpointId).toList());
    return specs.stream()
        .map(
            spec ->
                deployments
                    .describe(spec)
                    .with(
                        spec.canary() == null ? null : canaries.newest(spec.endpointId()),
                        all.getOrDefault(spec.endpointId(), List.of())))
        .toList();
  }

  EndpointSpec require(String name) {
    return endpoints.findEndpoint(name).orElseThrow(() -> notFound(name));
  }

  private static MlflowException notFound(String name) {
    return MlflowException.notFound(
        EndpointRules.isName(name)
            ? "Endpoint '" + name + "' does not exist."
            : "There is no endpoint of this name.");
  }
}
