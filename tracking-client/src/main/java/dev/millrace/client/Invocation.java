package dev.millrace.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint's answer.
 *
 * @param predictions what the model said, one element a row
 * @param modelVersion the version that answered, or null where the server does not say
 * @param variant the variant that answered: {@code primary}, or the name of another
 * @param requestId what the server calls the request; null where it does not say
 */
public record Invocation(
    JsonNode predictions,
    @Nullable String modelVersion,
    @Nullable String variant,
    @Nullable String requestId) {

  /** The predictions as texts, for models that answer with labels. */
  public List<String> labels() {
    List<String> labels = new ArrayList<>(predictions.size());
    predictions.forEach(prediction -> labels.add(prediction.asText()));
    return labels;
  }
}
