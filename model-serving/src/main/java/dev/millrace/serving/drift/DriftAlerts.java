package dev.millrace.serving.drift;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.GetDrift;
import dev.millrace.core.serving.GetDrift.FeatureDrift;
import dev.millrace.core.serving.GetDrift.VersionDrift;
import dev.millrace.core.webhook.EventSink;
import dev.millrace.core.webhook.EventType;
import dev.millrace.serving.drift.DriftWatchStore.Due;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;

/** Tells webhooks of a version that began to drift, once until it has stopped. */
@ApplicationScoped
public class DriftAlerts {

  private final DriftWatchStore watches;
  private final EventSink events;

  DriftAlerts(DriftWatchStore watches, EventSink events) {
    this.watches = watches;
    this.events = events;
  }

  /** Notes what drifts in a window, and tells of what did not the last time. */
  @Transactional
  void note(Due due, GetDrift.Response window) {
    List<Integer> drifting = new ArrayList<>();
    for (VersionDrift version : window.versions()) {
      List<FeatureDrift> drifted = drifted(due, version);
      if (drifted.isEmpty()) {
        continue;
      }
      int number = Integer.parseInt(version.version());
      drifting.add(number);
      if (!due.drifting().contains(number)) {
        events.publish(EventType.ENDPOINT_DRIFTED, event(due, window, version, drifted));
      }
    }
    watches.putDrifting(due.endpointId(), drifting);
  }

  /** The features, and the prediction, that drift as far as the endpoint alerts on. */
  private static List<FeatureDrift> drifted(Due due, VersionDrift version) {
    List<FeatureDrift> all = new ArrayList<>(version.features());
    if (version.prediction() != null) {
      all.add(version.prediction());
    }
    return all.stream()
        .filter(each -> each.level() != null && each.level().compareTo(due.level()) >= 0)
        .toList();
  }

  private static ObjectNode event(
      Due due, GetDrift.Response window, VersionDrift version, List<FeatureDrift> drifted) {
    ObjectNode data =
        MlflowJson.mapper()
            .createObjectNode()
            .put("endpoint", due.endpoint())
            .put("model_name", due.model())
            .put("version", version.version())
            .put("from", window.from())
            .put("to", window.to())
            .put("requests", version.requests())
            .put("reference", version.reference().kind().name());
    ArrayNode features = data.putArray("features");
    for (FeatureDrift feature : drifted) {
      features
          .addObject()
          .put("name", feature.name())
          .put("level", String.valueOf(feature.level()))
          .put("psi", feature.psi())
          .put("ks", feature.ks());
    }
    return data;
  }
}
