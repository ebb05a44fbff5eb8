package dev.millrace.core.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a model is brought up with. What is absent is as the server is configured.
 *
 * @param threads that one request may use within the model, where its runtime can (ONNX)
 * @param workers how many processes hold the model, where others score it (Python)
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RuntimeOptions(@Nullable Integer threads, @Nullable Integer workers) {

  public static final RuntimeOptions NONE = new RuntimeOptions(null, null);
}
