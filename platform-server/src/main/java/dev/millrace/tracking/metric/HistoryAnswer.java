package dev.millrace.tracking.metric;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.core.json.MlflowJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@link dev.millrace.core.tracking.GetMetricHistory.Response} point by point; an empty list
 * is left out. An answer that is not ended stays open: its end would make it look whole.
 */
final class HistoryAnswer {

  private final JsonGenerator json;
  private final String key;
  private boolean open;

  HistoryAnswer(OutputStream out, String key) throws IOException {
    this.key = key;
    json = MlflowJson.mapper().getFactory().createGenerator(out);
  }

  void point(Point point) {
    try {
      if (!open) {
        open = true;
        json.writeStartObject();
        json.writeArrayFieldStart("metrics");
      }
      json.writeStartObject();
      json.writeStringField("key", key);
      json.writeNumberField("value", point.value());
      json.writeNumberField("timestamp", point.timestampMillis());
      json.writeNumberField("step", point.step());
      json.writeEndObject();
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
    json.close();
  }
}
