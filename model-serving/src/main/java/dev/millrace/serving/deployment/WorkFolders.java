package dev.millrace.serving.deployment;

import dev.millrace.core.file.FileTrees;
import dev.millrace.serving.ServingConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Folders on disk for the files of loaded models, and of jobs. Each server process has one of its
 * own, locked while it runs; a folder that nobody locks is what a killed server left, and is
 * removed.
 */
@ApplicationScoped
public class WorkFolders {

  private static final Logger LOG = Logger.getLogger(WorkFolders.class);
  private static final String LOCK_SUFFIX = ".lock";

  private final Path parent;
  private @Nullable Path own;
  private @Nullable FileChannel lock;

  WorkFolders(ServingConfig config) {
    this.parent = config.workDir().toAbsolutePath().normalize();
  }

  /** A new, empty folder. */
  public synchronized Path create(String name) throws IOException {
    if (own == null) {
      own = claim();
    }
    return Files.createTempDirectory(own, name + "-");
  }

  /** Removes a folder and all that is in it; what cannot be removed is logged. */
  public void delete(Path folder) {
    try {
      FileTrees.delete(folder);
    } catch (IOException e) {
      LOG.warnf(e, "the folder %s of a model could not be removed", folder);
    }
  }

  private Path claim() throws IOException {
    Files.createDirectories(parent);
    removeAbandoned();
    String name = "server-" + UUID.randomUUID();
    lock =
        FileChannel.open(
            parent.resolve(name + LOCK_SUFFIX),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    lock.lock();
    return Files.createDirectory(parent.resolve(name));
  }

  private void removeAbandoned() throws IOException {
    List<Path> lockFiles;
    try (Stream<Path> files = Files.list(parent)) {
      lockFiles = files.filter(file -> file.toString().endsWith(LOCK_SUFFIX)).toList();
    }
    for (Path lockFile : lockFiles) {
      try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
          FileLock unlocked = channel.tryLock()) {
        if (unlocked != null) {
          String name = lockFile.getFileName().toString();
          delete(parent.resolve(name.substring(0, name.length() - LOCK_SUFFIX.length())));
          Files.deleteIfExists(lockFile);
        }
      }
    }
  }

  @PreDestroy
  synchronized void close() throws IOException {
    if (own != null) {
      delete(own);
      Files.deleteIfExists(own.resolveSibling(own.getFileName() + LOCK_SUFFIX));
    }
    if (lock != null) {
      lock.close();
    }
  }
}
