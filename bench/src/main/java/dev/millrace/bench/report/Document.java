package dev.millrace.bench.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A document with places for results, each between two marks of one name. */
public record Document(Path path) {

  /** Puts a text between the marks, in place of the one that is there. */
  public void replace(String name, String content) throws IOException {
    String begin = "<!-- " + name + ": begin -->";
    String end = "<!-- " + name + ": end -->";
    String text = Files.readString(path, StandardCharsets.UTF_8);
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    if (from < 0 || to < from) {
      throw new IOException(path + " lacks the marks " + begin + " and " + end);
    }
    String filled = text.substring(0, from + begin.length()) + "\n" + content + text.substring(to);
    Files.writeString(path, filled, StandardCharsets.UTF_8);
  }
}
