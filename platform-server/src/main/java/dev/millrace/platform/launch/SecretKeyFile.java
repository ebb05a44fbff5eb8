package dev.millrace.platform.launch;

import dev.millrace.platform.process.StartupException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The key that secrets are kept under in a server with a PostgreSQL of its own: made at the first
 * start, beside the data that it belongs to, for the eyes of the server's user only.
 */
final class SecretKeyFile {

  private static final String NAME = "secret.key";
  private static final int KEY_BYTES = 32;

  private SecretKeyFile() {}

  /** The key in Base64. */
  static String readOrMake(DataDirectory directory) {
    Path file = directory.root().resolve(NAME);
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new StartupException("The key of secrets in " + file + " cannot be used: " + e, e);
    }
  }

  /** Never half there: a server that dies while it makes the key leaves none. */
  private static void make(Path file) throws IOException {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    Path draft = file.resolveSibling(NAME + ".new");
    Files.deleteIfExists(draft);
    boolean isPosix = draft.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (isPosix) {
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.write(draft, Base64.getEncoder().encodeToString(key).getBytes(StandardCharsets.US_ASCII));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
