package dev.millrace.tracking.export;

import dev.millrace.core.tracking.Run;
import java.io.IOException;
import java.io.Writer;

/** How runs are written: one after the other. */
interface RunLines {

  String contentType();

  /** Writes what comes before the first run. */
  void writeHeading(Writer out) throws IOException;

  void write(Run run, Writer out) throws IOException;
}
