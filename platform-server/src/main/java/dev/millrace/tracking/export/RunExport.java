package dev.millrace.tracking.export;

import dev.millrace.core.page.Page;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** An export that has been checked and not been sent yet. */
final class RunExport {

  private final String fileName;
  private final RunLines lines;
  private final Page<ExportedRun> first;
  private final Function<String, Page<ExportedRun>> next;

  RunExport(
      String fileName,
      RunLines lines,
      Page<ExportedRun> first,
      Function<String, Page<ExportedRun>> next) {
    this.fileName = fileName;
    this.lines = lines;
    this.first = first;
    this.next = next;
  }

  String fileName() {
    return fileName;
  }

  String contentType() {
    return lines.contentType();
  }

  /** Writes every run, flushing after each page; the stream stays open. */
  void writeTo(OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    lines.writeHeading(writer);
    Page<ExportedRun> page = first;
    while (true) {
      for (ExportedRun run : page.items()) {
        lines.write(run, writer);
      }
      writer.flush();
      String token = page.nextPageToken();
      if (token == null) {
        return;
      }
      page = next.apply(token);
    }
  }
}
