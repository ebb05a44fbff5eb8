package dev.millrace.serving.drift;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.data.ColumnProfile;
import dev.millrace.core.serving.LoggedRequest;
import dev.millrace.core.serving.LoggedRequest.Protocol;
import dev.millrace.serving.quality.RowPrediction;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one version was asked and answered in a window. */
final class WindowTally {

  private static final int MOST_FEATURES = 2_000;

  private final Map<String, ColumnProfile> reference;
  private final Map<String, FeatureTally> features = new LinkedHashMap<>();
  private final FeatureTally spare = new FeatureTally(null);
  private final FeatureTally predictions = new FeatureTally(null);
  private final RowReader reader = new RowReader(this::feature);
  private long requests;
  private long unread;
  private long confidences;
  private double confidence;

  /**
   * @param reference profiles of features whose ranges are known
   */
  WindowTally(Map<String, ColumnProfile> reference) {
    this.reference = new HashMap<>(reference);
  }

  private FeatureTally feature(String name) {
    FeatureTally present = features.get(name);
    if (present != null) {
      return present;
    }
    if (features.size() == MOST_FEATURES) {
      return spare;
    }
    FeatureTally tally = new FeatureTally(reference.get(name));
    features.put(name, tally);
    return tally;
  }

  /** Counts a request that was answered with predictions; others say nothing of a model. */
  void add(LoggedRequest request) {
    if (request.errorCode() != null) {
      return;
    }
    requests++;
    int rows = reader.read(request);
    if (rows == 0) {
      unread++;
    }
    if (request.answer() == null) {
      return;
    }
    JsonNode answer = RowReader.tree(request.answer());
    for (int row = 0; row < rows; row++) {
      JsonNode predicted = RowPrediction.of(request.protocol(), answer, row);
      if (predicted != null) {
        // Classes are often numbered: an integer is a class, as for quality.
        if (predicted.isIntegralNumber()) {
          predictions.addClass(predicted.asText());
        } else {
          predictions.add(predicted);
        }
      }
      if (request.protocol() != Protocol.V2) {
        Confidence.of(answer, row)
            .ifPresent(
                value -> {
                  confidences++;
                  confidence += value;
                });
      }
    }
  }

  long requests() {
    return requests;
  }

  long unread() {
    return unread;
  }

  Map<String, FeatureTally> features() {
    return features;
  }

  FeatureTally predictions() {
    return predictions;
  }

  /** Null where no answer has probabilities. */
  @Nullable Double meanConfidence() {
    return confidences == 0 ? null : Double.valueOf(confidence / confidences);
  }
}
