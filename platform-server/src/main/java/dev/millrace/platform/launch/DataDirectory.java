package dev.millrace.platform.launch;

import dev.millrace.platform.process.StartupException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds the embedded PostgreSQL, locked for as long as this process lives: two
 * servers on one directory would fight over the database. The kernel drops the lock with the
 * process, however it ends.
 */
final class DataDirectory {

  // A channel that nothing refers to is closed by the garbage collector, and its lock goes with it.
  private static final Set<FileLock> HELD = ConcurrentHashMap.newKeySet();

  private final Path root;

  private DataDirectory(Path root) {
    this.root = root;
  }

  /** Makes the directory if it is not there, and locks it for the server at this URL. */
  static DataDirectory lock(Path directory, String url) {
    try {
      Path root = Files.createDirectories(directory.toAbsolutePath()).toRealPath();
      FileChannel channel =
          FileChannel.open(
              root.resolve("millrace.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        String holder = read(channel);
        channel.close();
        throw new StartupException(
            "The data directory "
                + root
                + " is in use by "
                + (holder.isEmpty() ? "another server" : holder)
                + ". Stop that one, or give this one its own --data-dir.");
      }
      write(channel, "the server with process id " + ProcessHandle.current().pid() + " at " + url);
      HELD.add(lock);
      return new DataDirectory(root);
    } catch (IOException e) {
      throw new StartupException(
          "The data directory " + directory.toAbsolutePath() + " cannot be used: " + e, e);
    }
  }

  Path root() {
    return root;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(500);
    channel.read(text, 0);
    return StandardCharsets.UTF_8.decode(text.flip()).toString().strip();
  }

  private static void write(FileChannel channel, String text) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)), 0);
    channel.force(true);
  }
}
