package dev.millrace.serving.deployment;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.AliasDirectory;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.serving.ServingConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The endpoints at work in this process, by name. */
@ApplicationScoped
public class Deployments {

  private final AliasDirectory aliases;
  private final CandidateLoader loader;
  private final SwapHistory swaps;
  private final ExecutorService executor;
  private final Map<String, LiveEndpoint> endpoints = new ConcurrentHashMap<>();

  Deployments(
      AliasDirectory aliases, CandidateLoader loader, SwapHistory swaps, ServingConfig config) {
    this.aliases = aliases;
    this.loader = loader;
    this.swaps = swaps;
    AtomicInteger number = new AtomicInteger();
    this.executor =
        Executors.newFixedThreadPool(
            config.concurrentSwaps(),
            task -> {
              Thread thread = new Thread(task, "serving-swap-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to follow an endpoint's alias; an endpoint that is at work already stays as it is. */
  public synchronized void open(EndpointSpec spec) {
    LiveEndpoint present = endpoints.get(spec.name());
    if (present != null) {
      if (present.spec().equals(spec)) {
        return;
      }
      close(spec.name());
    }
    LiveEndpoint endpoint = new LiveEndpoint(spec, aliases, loader, swaps, executor);
    endpoints.put(spec.name(), endpoint);
    endpoint.follow(false);
  }

  /** Stops serving; requests that are being answered are answered. */
  public synchronized void close(String name) {
    LiveEndpoint endpoint = endpoints.remove(name);
    if (endpoint != null) {
      endpoint.close();
    }
  }

  /** Makes the endpoints at work those that there are, and has each look at its alias. */
  public synchronized void reconcile(List<EndpointSpec> specs) {
    Set<String> names = specs.stream().map(EndpointSpec::name).collect(Collectors.toSet());
    endpoints.keySet().stream().filter(name -> !names.contains(name)).forEach(this::close);
    specs.forEach(this::open);
    endpoints.values().forEach(endpoint -> endpoint.follow(false));
  }

  /** An alias was moved: the endpoints on it follow. A version that failed is tried again. */
  public void aliasMoved(String modelName, String alias) {
    for (LiveEndpoint endpoint : endpoints.values()) {
      if (endpoint.spec().modelName().equals(modelName) && endpoint.spec().alias().equals(alias)) {
        endpoint.follow(true);
      }
    }
  }

  /**
   * A hold on the version that answers a request; the caller closes it when it has its answer.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such endpoint,
   *     TEMPORARILY_UNAVAILABLE where no version is ready behind it
   */
  public Lease acquire(String name) {
    LiveEndpoint endpoint = require(name);
    Lease lease = lease(endpoint);
    endpoint.countRequest();
    return lease;
  }

  /** As {@link #acquire}, for looking at the version: no request is counted. */
  public Lease hold(String name) {
    return lease(require(name));
  }

  /** The version that answers now; the same errors as {@link #acquire}. */
  public int liveVersion(String name) {
    try (Lease lease = hold(name)) {
      return lease.deployment().version().version();
    }
  }

  private LiveEndpoint require(String name) {
    LiveEndpoint endpoint = endpoints.get(name);
    if (endpoint == null) {
      throw MlflowException.notFound("There is no endpoint of this name.");
    }
    return endpoint;
  }

  private static Lease lease(LiveEndpoint endpoint) {
    Lease lease = endpoint.acquire();
    if (lease == null) {
      EndpointSpec spec = endpoint.spec();
      throw new MlflowException(
          ErrorCode.TEMPORARILY_UNAVAILABLE,
          ("Endpoint '%s' has no version that is ready: alias '%s' of model '%s' points at none, or"
                  + " at one that is still being brought up or has failed.")
              .formatted(spec.name(), spec.alias(), spec.modelName()));
    }
    return lease;
  }

  /** Every endpoint at work, with its deployments in this process. */
  public Map<EndpointSpec, Endpoint> describeAll() {
    return endpoints.values().stream()
        .collect(Collectors.toMap(LiveEndpoint::spec, LiveEndpoint::describe));
  }

  /** Requests since the last time this was asked, by the ids of endpoints that had any. */
  public Map<Long, Long> takeRequestCounts() {
    return endpoints.values().stream()
        .map(endpoint -> Map.entry(endpoint.spec().endpointId(), endpoint.takeRequestCount()))
        .filter(count -> count.getValue() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * The endpoint with its deployments in this process; empty where this process does not know it
   * yet.
   */
  public Optional<Endpoint> describe(String name) {
    return Optional.ofNullable(endpoints.get(name)).map(LiveEndpoint::describe);
  }

  /** Takes every endpoint down and returns when what they held is given back. */
  public void closeAll() throws InterruptedException {
    executor.shutdown();
    List.copyOf(endpoints.keySet()).forEach(this::close);
    loader.awaitFreed();
  }
}
