package dev.millrace.serving.runtime.pyfunc;

import dev.millrace.core.data.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Our own Python files, as Python can read them.
 *
 * @param keeper ends a command with everything it started
 * @param worker loads a model and answers requests
 */
record Scripts(Path keeper, Path worker) {

  /** Writes the files, under names that tell what is in them. */
  static Scripts in(Path folder) throws IOException {
    Files.createDirectories(folder);
    return new Scripts(write(folder, "keeper"), write(folder, "worker"));
  }

  private static Path write(Path folder, String name) throws IOException {
    byte[] content;
    try (InputStream resource = Scripts.class.getResourceAsStream(name + ".py")) {
      if (resource == null) {
        throw new IOException(name + ".py is not in the server");
      }
      content = resource.readAllBytes();
    }
    String hash = Sha256.hex(Sha256.of(new ByteArrayInputStream(content)));
    Path file = folder.resolve(name + "-" + hash.substring(0, 16) + ".py");
    if (!Files.exists(file)) {
      Path incomplete = Files.createTempFile(folder, name, ".tmp");
      Files.write(incomplete, content);
      Files.move(incomplete, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }
}
