package dev.millrace.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Resident memory of a process and all that it started; what they share counts once. */
final class ProcessMemory {

  private ProcessMemory() {}

  /** Proportional set size in bytes, from Linux's {@code smaps_rollup}; 0 where there is none. */
  static long residentBytes(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants())
        .mapToLong(process -> ofOne(process.pid()))
        .sum();
  }

  private static long ofOne(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .sum();
    } catch (IOException | java.io.UncheckedIOException e) {
      // It ended meanwhile, or this is no Linux.
      return 0;
    }
  }
}
