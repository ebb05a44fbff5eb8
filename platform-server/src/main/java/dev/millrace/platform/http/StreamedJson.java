package dev.millrace.platform.http;

import java.io.IOException;
import java.io.OutputStream;

/** An answer that writes its own JSON, for those that are too long to be held in memory. */
@FunctionalInterface
public interface StreamedJson {

  /** Writes the whole answer; what fails before the first byte is answered as an error. */
  void writeTo(OutputStream out) throws IOException;
}
