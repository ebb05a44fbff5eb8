package dev.millrace.serving.deployment;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.serving.CanaryPlan;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.serving.EndpointOptions;
import dev.millrace.core.serving.Followed;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.canary.CanaryDecision;
import dev.millrace.serving.canary.CanaryWindow;
import dev.millrace.serving.monitoring.EndpointMeters;
import dev.millrace.serving.monitoring.Stages;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint at work in this process: its variants, each of which follows what it follows, and
 * the choice of the one that answers a request.
 */
final class LiveEndpoint implements DeploymentOwner {

  private static final Logger LOG = Logger.getLogger(LiveEndpoint.class);

  private final SwapTools tools;
  private final EndpointMeters meters;
  private final Entrance entrance;
  private final ShadowLogs shadowLogs;
  private final LongAdder requests = new LongAdder();
  private volatile EndpointSpec spec;
  private volatile Split split;
  private volatile @Nullable CanaryDecision decision;
  private final Object looking = new Object();

  // Guarded by this.
  private boolean closed;

  LiveEndpoint(EndpointSpec spec, SwapTools tools, EndpointMeters meters, ServingConfig config) {
    this.spec = spec;
    this.tools = tools;
    this.meters = meters;
    this.entrance = new Entrance(spec.name(), meters, config);
    this.shadowLogs = new ShadowLogs(meters);
    LiveVariant primary = LiveVariant.primary(this, tools, this::target);
    this.split = new Split(spec, primary, Map.of(), Map.of());
    update(spec);
  }

  EndpointSpec spec() {
    return spec;
  }

  /** The version that the primary answers with. */
  Optional<Integer> liveVersion() {
    return split.primary().liveVersion();
  }

  @Override
  public EndpointOptions options() {
    return spec.options();
  }

  @Override
  public void scoredTogether(int version, int requests) {
    meters.scoredTogether(version, requests);
  }

  EndpointMeters meters() {
    return meters;
  }

  /**
   * From now on the endpoint is as it was changed to. A variant that stays goes on answering until
   * the version that it follows then is ready; one that goes answers what it has.
   */
  void update(EndpointSpec changed) {
    Map<String, LiveVariant> gone;
    synchronized (this) {
      if (closed) {
        return;
      }
      Split before = split;
      Map<String, LiveVariant> others = new LinkedHashMap<>();
      for (VariantSpec variant : changed.variants()) {
        String name = variant.name();
        others.put(
            name,
            before
                .other(name)
                .orElseGet(() -> new LiveVariant(name, this, tools, () -> target(name))));
      }
      gone = new LinkedHashMap<>(before.others());
      gone.keySet().removeAll(others.keySet());
      spec = changed;
      entrance.update(changed.options(), changed.keys());
      split =
          new Split(changed, before.primary(), others, shadowLogs.of(changed))
              .withCanary(before.canary());
    }
    // Who chose one of them just now finds it empty and asks the primary.
    gone.values().forEach(LiveVariant::close);
  }

  void giveBackStandbys() {
    split.all().forEach(LiveVariant::giveBackStandby);
  }

  /** What the primary is to answer with: by a plan, not at once what is followed. */
  private Optional<ServableVersion> target() {
    // One look after the other, so that none undoes what a later one saw.
    synchronized (looking) {
      EndpointSpec now = spec;
      Optional<ServableVersion> wanted = tools.targets().resolve(now.modelName(), now.follows());
      CanaryPlan plan = now.canary();
      if (plan == null) {
        heed(null);
      }
      if (plan == null || wanted.isEmpty()) {
        return wanted;
      }
      int version = wanted.get().version();
      CanaryDecision decided = tools.canaries().decide(now.endpointId(), version, plan);
      heed(decided);
      return decided.primary() == version
          ? wanted
          : tools.targets().version(now.modelName(), decided.primary());
    }
  }

  /** Goes on with a canary as the database says, whatever is being brought up meanwhile. */
  void lookAtCanary() {
    try {
      target();
    } catch (RuntimeException e) {
      LOG.warnf("endpoint %s could not look at its canary: %s", spec.name(), e);
    }
  }

  private void heed(@Nullable CanaryDecision decided) {
    decision = decided;
    settle();
  }

  /** Has the canary's place be as was decided last. */
  private void settle() {
    CanaryDecision decided;
    CanaryShare before;
    CanaryShare after;
    synchronized (this) {
      decided = decision;
      before = split.canary();
      after = closed ? null : next(decided, before);
      if (before == after) {
        return;
      }
      split = split.withCanary(after);
    }
    if (before != null && (after == null || after.variant() != before.variant())) {
      CanaryDecision.Refused refused = decided == null ? null : decided.refused();
      if (refused != null && refused.version() == before.version()) {
        before.variant().giveUp(refused.reason());
      } else {
        before.variant().close();
      }
    }
    if (after != null && (before == null || before.variant() != after.variant())) {
      after.variant().follow(true);
    }
  }

  private @Nullable CanaryShare next(
      @Nullable CanaryDecision decided, @Nullable CanaryShare before) {
    CanaryDecision.Running running = decided == null ? null : decided.running();
    if (running != null) {
      return before != null && before.isOf(running)
          ? before.at(running)
          : CanaryShare.of(spec, canary(running.version()), running);
    }
    // One that is done goes on until the primary answers with its version.
    boolean awaited =
        decided != null
            && before != null
            && decided.primary() == before.version()
            && !split.primary().liveVersion().equals(Optional.of(before.version()));
    return awaited ? before : null;
  }

  private LiveVariant canary(int version) {
    return new LiveVariant(
        LiveVariant.CANARY, this, tools, () -> tools.targets().version(spec.modelName(), version));
  }

  /** A variant answers with another version from now on. */
  void installed() {
    settle();
  }

  /** A variant's version cannot be brought up here, and never will. */
  void refused(LiveVariant variant, String reason) {
    CanaryShare canary = split.canary();
    if (canary != null && canary.variant() == variant) {
      tools
          .canaries()
          .giveUp(
              spec.endpointId(),
              canary.window().canaryId(),
              "A server cannot bring it up: " + reason);
    }
  }

  /** What is counted of the canary that is running. */
  Optional<CanaryWindow> canaryWindow() {
    return Optional.ofNullable(split.canary()).map(CanaryShare::window);
  }

  private Optional<ServableVersion> target(String variant) {
    EndpointSpec now = spec;
    return now.variant(variant)
        .flatMap(followed -> tools.targets().resolve(now.modelName(), followed.follows()));
  }

  /** Has every variant look at what it follows. */
  void follow(boolean retryFailed) {
    split.all().forEach(variant -> variant.follow(retryFailed));
  }

  /** What is followed may name another version now: those on it look, and try again. */
  void moved(Predicate<Followed> what) {
    EndpointSpec now = spec;
    if (what.test(now.follows())) {
      split.primary().follow(true);
    }
    for (VariantSpec variant : now.variants()) {
      if (what.test(variant.follows())) {
        split.other(variant.name()).ifPresent(live -> live.follow(true));
      }
    }
  }

  /**
   * A hold on the deployment that answers one request.
   *
   * @throws MlflowException as {@link Entrance#enter}; TEMPORARILY_UNAVAILABLE where no version is
   *     ready, RESOURCE_DOES_NOT_EXIST where the version that is asked is not loaded, or there is
   *     no such variant
   * @throws TakesTimeException where it is to be answered at once and cannot be
   */
  Lease acquire(Asked asked) {
    Lease lease = entrance.enter(asked, this::hold);
    requests.increment();
    return lease;
  }

  private Lease hold(Asked asked) {
    String version = asked.version();
    if (version != null) {
      return holdVersion(version);
    }
    Split now = split;
    String variant = asked.variant();
    if (variant != null) {
      return holdVariant(variant, now);
    }
    LiveVariant chosen = now.choose(asked.key());
    Deployment held = chosen.hold();
    if (held == null && chosen != now.primary()) {
      chosen = now.primary();
      held = chosen.hold();
    }
    if (held == null) {
      meters.notReady();
      throw notReady();
    }
    return new Lease(held, this, chosen, now.tally(chosen));
  }

  /** Of several variants with that version it is the first. */
  private Lease holdVersion(String version) {
    int number = number(version);
    // Twice: a version may change from one variant to another meanwhile.
    for (int look = 0; look < 2; look++) {
      for (LiveVariant variant : places()) {
        Deployment held = variant.holdLive(number);
        if (held != null) {
          return new Lease(held, this, variant, null);
        }
      }
    }
    String loaded = loaded().map(String::valueOf).collect(Collectors.joining(", "));
    if (loaded.isEmpty()) {
      meters.notReady();
      throw notReady();
    }
    throw MlflowException.notFound(
        "The version that is asked for is not loaded behind endpoint '%s'; loaded are: %s."
            .formatted(spec.name(), loaded));
  }

  /** What it does is not counted for a canary: the caller chose it. */
  private Lease holdVariant(String name, Split now) {
    LiveVariant named = now.variant(name);
    if (named == null) {
      throw MlflowException.notFound(
          "The variant that is asked for is not one of endpoint '%s'; there are: %s."
              .formatted(
                  spec.name(), now.all().map(LiveVariant::name).collect(Collectors.joining(", "))));
    }
    Deployment held = named.hold();
    if (held == null) {
      meters.notReady();
      throw new MlflowException(
          ErrorCode.TEMPORARILY_UNAVAILABLE,
          "Variant '%s' of endpoint '%s' has no version that is ready."
              .formatted(named.name(), spec.name()));
    }
    return new Lease(held, this, named, null);
  }

  private Iterable<LiveVariant> places() {
    return split.all()::iterator;
  }

  private static int number(String version) {
    try {
      return Integer.parseInt(version);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The versions that can be asked. */
  Stream<Integer> loaded() {
    return split.all().flatMap(variant -> variant.liveVersion().stream()).distinct().sorted();
  }

  /** A deployment that is wanted where a variant has it already; the caller lets go of it. */
  @Nullable Deployment holdLoaded(Predicate<Deployment> wanted) {
    for (LiveVariant variant : places()) {
      Deployment held = variant.holdLoaded(wanted);
      if (held != null) {
        return held;
      }
    }
    return null;
  }

  void release(Deployment deployment) {
    deployment.letGo();
    entrance.leave();
  }

  /** Looks at the deployment that would answer, which is held meanwhile; errors as in acquire. */
  <T> T look(Asked asked, Function<Lease, T> glance) {
    Lease lease = hold(asked);
    try {
      return glance.apply(lease);
    } finally {
      lease.deployment().letGo();
    }
  }

  private MlflowException notReady() {
    return new MlflowException(
        ErrorCode.TEMPORARILY_UNAVAILABLE,
        ("Endpoint '%s' has no version that is ready: %s of model '%s' is none, or one that is still"
                + " being brought up or has failed.")
            .formatted(spec.name(), spec.follows().text(), spec.modelName()));
  }

  void succeeded(Deployment deployment, long nanos, Stages stages) {
    deployment.answered(nanos);
    meters.succeeded(deployment.version().version(), nanos, stages);
  }

  void failed(Deployment deployment, long waitedNanos, long nanos, String error) {
    deployment.answered(nanos);
    meters.failed(deployment.version().version(), waitedNanos, nanos, error);
  }

  /** What a request was answered with: shadows of the primary are asked the same. */
  void predicted(LiveVariant variant, Mirror.Answered answered) {
    Split now = split;
    if (variant == now.primary()) {
      for (Split.Shadowed shadow : now.shadows()) {
        if (ThreadLocalRandom.current().nextDouble() < shadow.share()) {
          tools.mirror().offer(shadow.variant(), shadow.log(), shadow.tolerance(), answered);
        }
      }
    }
  }

  /** What became of mirrored requests since the last time this was asked. */
  Map<ShadowOf, ShadowCounts> takeShadowCounts() {
    return shadowLogs.take(spec.endpointId());
  }

  /** Whether anything is mirrored. */
  boolean isMirrored() {
    return !split.shadows().isEmpty();
  }

  /** The requests since the last time this was asked. */
  long takeRequestCount() {
    return requests.sumThenReset();
  }

  /** A deployment that a variant had is freed. */
  @Override
  public void freed(Deployment deployment) {
    int version = deployment.version().version();
    if (split.all().noneMatch(variant -> variant.liveVersion().equals(Optional.of(version)))) {
      meters.remove(version);
    }
    split.all().forEach(variant -> variant.freed(deployment));
  }

  /** Takes no more requests; models are freed when those they have are answered. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    split.all().forEach(LiveVariant::close);
    meters.close();
  }

  /** The endpoint, as it was changed to last, with what is loaded for it. */
  Endpoint describe(EndpointSpec changed) {
    return new EndpointView(changed).of(split, decision);
  }
}
