package dev.millrace.artifacts;

import dev.millrace.core.file.FileTrees;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

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
    try {
      FileTrees.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
