package dev.millrace.serving.deployment;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.canary.CanaryDecisions;
import dev.millrace.serving.canary.CanaryWindow;
import dev.millrace.serving.monitoring.EndpointMeters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The endpoints at work in this process, by name. */
@ApplicationScoped
public class Deployments {

  private static final Duration LONGEST_WRITING = Duration.ofSeconds(2);

  private final SwapTools tools;
  private final CandidateLoader loader;
  private final MeterRegistry registry;
  private final ServingConfig config;
  private final ExecutorService executor;
  private final Map<String, LiveEndpoint> endpoints = new ConcurrentHashMap<>();

  Deployments(
      Targets targets,
      CandidateLoader loader,
      SwapHistory swaps,
      Mirror mirror,
      CanaryDecisions canaries,
      MeterRegistry registry,
      ServingConfig config) {
    this.registry = registry;
    this.config = config;
    this.loader = loader;
    AtomicInteger number = new AtomicInteger();
    this.executor =
        Executors.newFixedThreadPool(
            config.concurrentSwaps(),
            task -> {
              Thread thread = new Thread(task, "serving-swap-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.tools =
        new SwapTools(
            targets, loader, new SwapPen(swaps), mirror, canaries, executor, config.keepPrevious());
    loader.standbysGiveWay(() -> endpoints.values().forEach(LiveEndpoint::giveBackStandbys));
    Gauge.builder("millrace.serving.loaded.models", loader, CandidateLoader::loadedModels)
        .description("Models in memory: live ones, candidates, and those that drain or stand by")
        .register(registry);
  }

  /**
   * Begins to follow what an endpoint follows. One that is at work already is changed to what it is
   * now, and goes on answering meanwhile.
   */
  public synchronized void open(EndpointSpec spec) {
    LiveEndpoint present = endpoints.get(spec.name());
    if (present != null && present.spec().endpointId() == spec.endpointId()) {
      if (!present.spec().equals(spec)) {
        present.update(spec);
        present.follow(true);
      }
      return;
    }
    close(spec.name());
    LiveEndpoint endpoint =
        new LiveEndpoint(spec, tools, new EndpointMeters(registry, spec.name()), config);
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

  /**
   * Makes the endpoints at work those that there are, and has each look at what it follows.
   *
   * @param all is asked while none is opened or closed: one that was made since it answered would
   *     be taken for one that was deleted
   */
  public synchronized void reconcile(Supplier<List<EndpointSpec>> all) {
    List<EndpointSpec> specs = all.get();
    Set<String> names = specs.stream().map(EndpointSpec::name).collect(Collectors.toSet());
    endpoints.keySet().stream().filter(name -> !names.contains(name)).forEach(this::close);
    specs.forEach(this::open);
    endpoints.values().forEach(endpoint -> endpoint.follow(false));
  }

  /**
   * An alias was moved, or where it is null, a version of the model from or to a stage: the
   * endpoints on it follow. A version that failed is tried again.
   */
  public void moved(String modelName, @Nullable String alias) {
    for (LiveEndpoint endpoint : endpoints.values()) {
      if (endpoint.spec().modelName().equals(modelName)) {
        endpoint.moved(
            follows -> alias == null ? follows.stage() != null : alias.equals(follows.alias()));
      }
    }
  }

  /** Every version that failed is tried again, whatever names it. */
  public void retryFailed() {
    endpoints.values().forEach(endpoint -> endpoint.follow(true));
  }

  /**
   * Has one version answer a request; the same one from the first byte of it to the last, whatever
   * is swapped in meanwhile.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such endpoint, or where the
   *     version that is asked is not loaded behind it; TEMPORARILY_UNAVAILABLE where no version is
   *     ready, REQUEST_LIMIT_EXCEEDED where too many requests have come; and what the request
   *     throws
   */
  public <T> T answer(String name, Asked asked, Function<Lease, T> request) {
    try (Lease lease = require(name).acquire(asked)) {
      asked.answeredBy(lease);
      return lease.answer(request);
    }
  }

  /** As {@link #answer}, for looking at the version: no request is counted. */
  public <T> T look(String name, Asked asked, Function<Lease, T> glance) {
    return require(name)
        .look(
            asked,
            lease -> {
              asked.answeredBy(lease);
              return glance.apply(lease);
            });
  }

  /**
   * Asks a version that an endpoint has in memory beside its requests, of which none is counted;
   * empty where none has it.
   */
  public <T> Optional<T> askLoaded(ServableVersion version, Function<Deployment, T> questions) {
    Deployment held = holdLoaded(version);
    if (held == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(questions.apply(held));
    } finally {
      held.letGo();
    }
  }

  private @Nullable Deployment holdLoaded(ServableVersion version) {
    for (LiveEndpoint endpoint : endpoints.values()) {
      Deployment held =
          endpoint.spec().modelName().equals(version.modelName())
              ? endpoint.holdLoaded(loaded -> loaded.version().equals(version))
              : null;
      if (held != null) {
        return held;
      }
    }
    return null;
  }

  /**
   * What an endpoint withholds: predictions of which its model is less sure than this, from 0 to 1;
   * null where it withholds nothing, or is not at work here.
   */
  public @Nullable Double withholdBelow(String name) {
    LiveEndpoint endpoint = endpoints.get(name);
    return endpoint == null ? null : endpoint.spec().options().withholdBelow();
  }

  /** Whether there is an endpoint of this name at work. */
  public boolean isOpen(String name) {
    return endpoints.containsKey(name);
  }

  private LiveEndpoint require(String name) {
    LiveEndpoint endpoint = endpoints.get(name);
    if (endpoint == null) {
      throw MlflowException.notFound("There is no endpoint of this name.");
    }
    return endpoint;
  }

  /** Every endpoint at work, with its deployments in this process. */
  public Map<EndpointSpec, Endpoint> describeAll() {
    return endpoints.values().stream()
        .collect(Collectors.toMap(LiveEndpoint::spec, each -> each.describe(each.spec())));
  }

  /** Requests since the last time this was asked, by the ids of endpoints that had any. */
  public Map<Long, Long> takeRequestCounts() {
    return endpoints.values().stream()
        .map(endpoint -> Map.entry(endpoint.spec().endpointId(), endpoint.takeRequestCount()))
        .filter(count -> count.getValue() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** A canary began, came to a step or ended: endpoints that go over by one look at once. */
  public void canariesMoved() {
    for (LiveEndpoint endpoint : endpoints.values()) {
      if (endpoint.spec().canary() != null) {
        endpoint.lookAtCanary();
        endpoint.follow(false);
      }
    }
  }

  /** What is counted of the canaries that are running. */
  public List<CanaryWindow> canaryWindows() {
    return endpoints.values().stream()
        .flatMap(endpoint -> endpoint.canaryWindow().stream())
        .toList();
  }

  /** What became of mirrored requests since the last time this was asked. */
  public Map<ShadowOf, ShadowCounts> takeShadowCounts() {
    Map<ShadowOf, ShadowCounts> all = new HashMap<>();
    endpoints.values().forEach(endpoint -> all.putAll(endpoint.takeShadowCounts()));
    return all;
  }

  /** The endpoint with its deployments in this process, which may not know it yet. */
  public Endpoint describe(EndpointSpec spec) {
    LiveEndpoint endpoint = endpoints.get(spec.name());
    return endpoint == null ? new EndpointView(spec).ofNothing() : endpoint.describe(spec);
  }

  /** Returns once the histories of swaps tell how far these have come, or cannot be written now. */
  public void awaitHistories() {
    tools.pen().await(LONGEST_WRITING);
  }

  /** Takes every endpoint down and returns when what they held is given back. */
  public void closeAll() throws InterruptedException {
    executor.shutdown();
    tools.mirror().close();
    List.copyOf(endpoints.keySet()).forEach(this::close);
    loader.awaitFreed();
    tools.pen().close(LONGEST_WRITING);
  }
}
