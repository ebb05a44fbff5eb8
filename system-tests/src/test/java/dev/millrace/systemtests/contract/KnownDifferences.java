package dev.millrace.systemtests.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The first column of the table of known differences in docs/compatibility.md. */
final class KnownDifferences {

  private static final String HEADING = "## Known differences";

  private KnownDifferences() {}

  static Set<String> read(Path document) throws IOException {
    List<String> lines = Files.readAllLines(document);
    int start = lines.indexOf(HEADING);
    if (start < 0) {
      throw new IllegalStateException(document + " has no '" + HEADING + "'");
    }
    return lines.subList(start + 1, lines.size()).stream()
        .takeWhile(line -> !line.startsWith("#"))
        .filter(line -> line.startsWith("| "))
        .skip(1) // the head of the table
        .map(line -> line.split("(?<!\\\\)\\|")[1].strip())
        .collect(Collectors.toSet());
  }
}
