package dev.millrace.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.json.MlflowJson;
import java.io.IOException;
import java.io.OutputStream;

/** The body of an answer that writes itself, for those that are too long to be held in memory. */
@FunctionalInterface
public interface StreamedBody {

  /** JSON that is written already, and takes no more memory than its bytes. */
  static StreamedBody json(Object answer) {
    try {
      byte[] json = MlflowJson.mapper().writeValueAsBytes(answer);
      return out -> out.write(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Writes the whole body. What fails before the first byte is sent is answered as an error; what
   * fails later cuts the connection.
   */
  void writeTo(OutputStream out) throws IOException;
}
