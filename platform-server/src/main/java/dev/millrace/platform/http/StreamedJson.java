package dev.millrace.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.json.MlflowJson;
import java.io.IOException;
import java.io.OutputStream;

/** An answer that writes its own JSON, for those that are too long to be held in memory. */
@FunctionalInterface
public interface StreamedJson {

  /** An answer that is written already, and takes no more memory than its bytes. */
  static StreamedJson written(Object answer) {
    try {
      byte[] json = MlflowJson.mapper().writeValueAsBytes(answer);
      return out -> out.write(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the whole answer; what fails before the first byte is answered as an error. */
  void writeTo(OutputStream out) throws IOException;
}
