package dev.millrace.core.serving;

import dev.millrace.core.validation.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which requests of an endpoint are kept, and what of them. What is absent in a request is as said
 * here; in an answer all is absent where the endpoint keeps nothing.
 *
 * @param sampleRate the share of the requests that is kept, from 0 to 1; 1
 * @param redact columns whose values are never kept, whatever the form of a request
 * @param keepDays how many days a request is kept; 7
 * @param export how each hour of them is written to the artifact store; as the server is configured
 */
public record RequestLogSettings(
    @Nullable Double sampleRate,
    List<String> redact,
    @Nullable Integer keepDays,
    @Nullable Export export) {

  /** How kept requests are written to the artifact store. */
  public enum Export {
    NONE,
    JSONL,
    PARQUET
  }

  public RequestLogSettings {
    redact = Require.listOrEmpty(redact);
  }
}
