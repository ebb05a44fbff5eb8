package dev.millrace.artifacts;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Gives a {@code @QuarkusTest} an artifact directory of its own. */
public final class LocalStoreResource implements QuarkusTestResourceLifecycleManager {

  private Path directory;

  @Override
  public Map<String, String> start() {
    try {
      directory = Files.createTempDirectory("millrace-artifacts");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of("millrace.artifacts", directory.toString());
  }

  @Override
  public void stop() {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
