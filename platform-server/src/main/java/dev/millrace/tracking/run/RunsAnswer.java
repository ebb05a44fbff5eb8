package dev.millrace.tracking.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.page.Page;
import dev.millrace.core.stream.StreamedBody;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.SearchRuns;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a {@link SearchRuns.Response}, made of runs that are JSON already. They are written
 * one by one: runs that are kept for other answers, too, are never copied into one long body.
 */
record RunsAnswer(List<byte[]> runs, @Nullable String nextPageToken) implements StreamedBody {

  private static final byte[] RUNS = ascii("\"runs\":[");
  private static final byte[] TOKEN = ascii("\"next_page_token\":");

  /** The answer of a page that was read. */
  static RunsAnswer of(Page<Run> page) {
    return new RunsAnswer(
        page.items().stream().map(RunsAnswer::json).toList(), page.nextPageToken());
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write('{');
    if (!runs.isEmpty()) {
      out.write(RUNS);
      for (int i = 0; i < runs.size(); i++) {
        if (i > 0) {
          out.write(',');
        }
        out.write(runs.get(i));
      }
      out.write(']');
    }
    if (nextPageToken != null) {
      if (!runs.isEmpty()) {
        out.write(',');
      }
      out.write(TOKEN);
      out.write(json(nextPageToken));
    }
    out.write('}');
  }

  /** The JSON of a run, or of a part of the answer. */
  static byte[] json(Object value) {
    try {
      return MlflowJson.mapper().writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
