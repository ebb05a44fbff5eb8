package dev.millrace.core.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A body that writes itself. */
@FunctionalInterface
public interface StreamedBody extends AnswerBody {

  /** Of what is copied at once. */
  int BUFFER_BYTES = 64 * 1024;

  /**
   * Writes the whole body. What fails before the first byte is sent is answered as an error; what
   * fails later cuts the connection.
   */
  void writeTo(OutputStream out) throws IOException;

  /** Copies a stream as it comes, and closes it. */
  static StreamedBody copyOf(InputStream content) {
    return out -> {
      try (content) {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
          out.write(buffer, 0, read);
        }
      }
    };
  }
}
