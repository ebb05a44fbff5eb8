package dev.millrace.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a server sends, for the terminal or as a file that appears when it is complete. */
final class WholeFile {

  private WholeFile() {}

  /** Writes all of it to a file, or prints it where there is none. */
  static void write(InputStream content, @Nullable Path file, PrintWriter out) throws IOException {
    if (file == null) {
      new InputStreamReader(content, StandardCharsets.UTF_8).transferTo(out);
      out.flush();
    } else {
      save(content, file);
    }
  }

  private static void save(InputStream content, Path target) throws IOException {
    Path partial = target.resolveSibling(".millrace-" + UUID.randomUUID() + ".part");
    try {
      // Not a temporary file: those are for the eyes of their maker only.
      Files.copy(content, partial);
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
