package dev.millrace.tracking.live;

import dev.millrace.core.error.MlflowException;
import dev.millrace.platform.http.EventStream;
import dev.millrace.tracking.experiment.ExperimentService;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rules of watching runs. */
@Singleton
class RunEventService {

  private final ExperimentService experiments;
  private final EventHub hub;

  RunEventService(ExperimentService experiments, EventHub hub) {
    this.experiments = experiments;
    this.hub = hub;
  }

  /**
   * Watches the runs of an experiment, active or deleted.
   *
   * @param open begins the answer, and calls back when it has ended
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such experiment
   */
  void watchExperiment(
      String experimentId,
      @Nullable String lastEventId,
      Function<Consumer<EventStream>, EventStream> open) {
    watch(experiments.requireExperiment(experimentId).experimentId(), lastEventId, open);
  }

  /** Watches all runs. */
  void watchAll(@Nullable String lastEventId, Function<Consumer<EventStream>, EventStream> open) {
    watch(EventHub.ALL, lastEventId, open);
  }

  private void watch(
      String topic,
      @Nullable String lastEventId,
      Function<Consumer<EventStream>, EventStream> open) {
    EventStream stream = open.apply(ended -> hub.unsubscribe(topic, ended));
    hub.subscribe(topic, lastEventId, stream);
    if (stream.isEnded()) {
      // Perhaps before it was subscribed.
      hub.unsubscribe(topic, stream);
    }
  }
}
