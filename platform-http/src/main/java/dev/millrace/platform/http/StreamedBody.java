package dev.millrace.platform.http;

import java.io.IOException;
import java.io.OutputStream;

/** The body of an answer that writes itself, for those that are too long to be held in memory. */
@FunctionalInterface
public interface StreamedBody {

  /**
   * Writes the whole body. What fails before the first byte is sent is answered as an error; what
   * fails later cuts the connection.
   */
  void writeTo(OutputStream out) throws IOException;
}
