package dev.millrace.serving.quality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.GetQuality;
import dev.millrace.core.serving.PostGroundTruth;
import dev.millrace.core.serving.PostGroundTruth.GroundTruth;
import dev.millrace.core.serving.RequestId;
import dev.millrace.serving.quality.GroundTruthStore.Known;
import dev.millrace.serving.quality.GroundTruthStore.Truth;
import dev.millrace.serving.requestlog.RequestLogService;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules of ground truth and quality. */
@ApplicationScoped
public class QualityService {

  private static final int MOST_TRUTHS = 10_000;
  private static final int MOST_ROW = 1_000_000;
  private static final int LONGEST_VALUE = 500;

  /** So many answers are in memory at once, of which each may be long. */
  private static final int REQUESTS_AT_ONCE = 200;

  private final RequestLogService log;
  private final GroundTruthStore truths;

  QualityService(RequestLogService log, GroundTruthStore truths) {
    this.log = log;
    this.truths = truths;
  }

  /** Writes down what should have been predicted; what was posted for a row before is replaced. */
  public PostGroundTruth.Response post(String endpoint, PostGroundTruth request) {
    List<GroundTruth> given = request.groundTruth();
    if (given.isEmpty() || given.size() > MOST_TRUTHS) {
      throw MlflowException.invalidParameter(
          "Parameter 'ground_truth' is a list of 1 to " + MOST_TRUTHS + " entries.");
    }
    Map<List<Object>, Truth> byRow = new LinkedHashMap<>();
    for (int i = 0; i < given.size(); i++) {
      Truth truth = truth(given.get(i), "ground_truth[" + i + "]");
      byRow.put(List.of(truth.requestId(), truth.row()), truth);
    }
    truths.put(log.requireLog(endpoint), List.copyOf(byRow.values()), System.currentTimeMillis());
    return new PostGroundTruth.Response(byRow.size());
  }

  private static Truth truth(GroundTruth given, String where) {
    String id = given.requestId();
    if (id == null || !RequestId.isValid(id)) {
      throw MlflowException.invalidParameter(
          "Parameter '" + where + ".request_id' has 1 to 128 letters, digits and any of ._:@+=-.");
    }
    int row = Objects.requireNonNullElse(given.row(), 0);
    if (row < 0 || row > MOST_ROW) {
      throw MlflowException.invalidParameter(
          "Parameter '" + where + ".row' is a number from 0 to " + MOST_ROW + ".");
    }
    JsonNode value = given.value();
    if (value == null || !isOne(value) || value.asText().length() > LONGEST_VALUE) {
      throw MlflowException.invalidParameter(
          "Parameter '"
              + where
              + ".value' is a text of up to "
              + LONGEST_VALUE
              + " characters, a number or a boolean.");
    }
    return new Truth(id, row, value.toString());
  }

  private static boolean isOne(JsonNode value) {
    return value.isBoolean()
        || value.isNumber() && Double.isFinite(value.doubleValue())
        || value.isTextual() && value.textValue().indexOf('\0') < 0;
  }

  /** How good the predictions were whose ground truth is known. */
  public GetQuality.Response quality(String endpoint, GetQuality request) {
    return quality(
        log.requireLog(endpoint),
        endpoint,
        Objects.requireNonNullElse(request.from(), 0L),
        Objects.requireNonNullElse(request.to(), Long.MAX_VALUE));
  }

  GetQuality.Response quality(long logId, String endpoint, long from, long to) {
    Map<Integer, Tally> versions = new TreeMap<>();
    long unmatched = 0;
    String after = "";
    List<Known> page;
    do {
      page = truths.find(logId, after, from, to, REQUESTS_AT_ONCE);
      for (Known known : page) {
        unmatched += add(versions, known);
        after = known.requestId();
      }
    } while (page.size() == REQUESTS_AT_ONCE);
    return new GetQuality.Response(
        endpoint,
        unmatched,
        versions.entrySet().stream()
            .map(version -> version.getValue().of(version.getKey().toString()))
            .toList());
  }

  /** How many of its rows have no prediction that can be compared. */
  private static long add(Map<Integer, Tally> versions, Known known) {
    if (known.version() == null || known.protocol() == null) {
      return 0;
    }
    JsonNode answer = json(known.answer());
    long unmatched = 0;
    for (int i = 0; i < known.rows().length; i++) {
      JsonNode predicted = RowPrediction.of(known.protocol(), answer, known.rows()[i]);
      if (predicted == null) {
        unmatched++;
      } else {
        versions
            .computeIfAbsent(known.version(), version -> new Tally())
            .add(predicted, json(known.values()[i]));
      }
    }
    return unmatched;
  }

  private static JsonNode json(byte @Nullable [] stored) {
    try {
      return stored == null ? MissingNode.getInstance() : MlflowJson.mapper().readTree(stored);
    } catch (IOException e) {
      throw new IllegalStateException("an answer that is no JSON", e);
    }
  }

  private static JsonNode json(String stored) {
    try {
      return MlflowJson.mapper().readTree(stored);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a value that is no JSON", e);
    }
  }
}
