package dev.millrace.tracking.metric;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.tracking.Metric;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@link dev.millrace.core.tracking.GetMetricHistory.Response} point by point; an empty list
 * is left out.
 */
final class HistoryAnswer implements AutoCloseable {

  private static final int BUFFER_BYTES = 32_768;

  private final JsonGenerator json;
  private boolean open;

  HistoryAnswer(OutputStream out) throws IOException {
    json = MlflowJson.mapper().getFactory().createGenerator(out);
  }

  void point(Metric metric) {
    try {
      if (!open) {
        open = true;
        json.writeStartObject();
        json.writeArrayFieldStart("metrics");
      }
      MlflowJson.mapper().writeValue(json, metric);
      if (json.getOutputBuffered() > BUFFER_BYTES) {
        json.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void end(@Nullable String nextPageToken) throws IOException {
    if (open) {
      json.writeEndArray();
    } else {
      json.writeStartObject();
    }
    if (nextPageToken != null) {
      json.writeStringField("next_page_token", nextPageToken);
    }
    json.writeEndObject();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
