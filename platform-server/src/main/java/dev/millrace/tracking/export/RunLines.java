package dev.millrace.tracking.export;

import java.io.IOException;
import java.io.Writer;

/** How runs are written: one after the other. */
interface RunLines {

  String contentType();

  /** Writes what comes before the first run. */
  void writeHeading(Writer out) throws IOException;

  void write(ExportedRun exported, Writer out) throws IOException;
}
