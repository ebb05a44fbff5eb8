package dev.millrace.serving.runtime.pyfunc;

import dev.millrace.core.file.FileTrees;
import dev.millrace.serving.runtime.UnservableModelException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Environments on disk, by what is in them. One is complete or not there: what says so is a file
 * that is written last. Servers that share the folder keep out of each other's way by locks on
 * files, which the system gives back however a server ends: shared while an environment is used,
 * exclusive while it is made or removed.
 */
final class EnvironmentCache {

  private static final Logger LOG = Logger.getLogger(EnvironmentCache.class);
  private static final String COMPLETE = "millrace-complete";
  private static final String LOCK_SUFFIX = ".lock";
  private static final int MILLIS_BETWEEN_TRIES = 200;

  private final Path folder;
  private final long patienceMillis;
  private final int keep;
  private final Map<String, Entry> entries = new HashMap<>();

  EnvironmentCache(Path folder, PythonConfig config) {
    this.folder = folder;
    this.patienceMillis = config.buildTimeout().toMillis();
    this.keep = config.keepEnvironments();
  }

  /** Makes what is not there yet. */
  interface Maker {
    void make(Path folder);
  }

  /** An environment that somebody in this process uses or waits for. */
  private static final class Entry {
    private int users;
    private @Nullable FileChannel held;
  }

  /** An environment in use. */
  final class Hold implements AutoCloseable {

    private final String key;
    private boolean released;

    private Hold(String key) {
      this.key = key;
    }

    Path python() {
      return EnvironmentCache.python(folder.resolve(key));
    }

    @Override
    public synchronized void close() {
      if (!released) {
        released = true;
        touch(key);
        leave(key);
        removeUnused();
      }
    }
  }

  static Path python(Path environment) {
    return environment.resolve("bin").resolve("python");
  }

  /**
   * The environment of this name, which is made if it is not there. Whoever wants the same at the
   * same time waits for it.
   */
  Hold acquire(String key, Maker maker) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Entry entry;
    synchronized (this) {
      entry = entries.computeIfAbsent(key, unused -> new Entry());
      entry.users++;
    }
    boolean acquired = false;
    try {
      synchronized (entry) {
        if (entry.held == null) {
          entry.held = open(key, maker);
        }
      }
      acquired = true;
      touch(key);
      removeUnused();
      return new Hold(key);
    } finally {
      if (!acquired) {
        leave(key);
      }
    }
  }

  /** A channel with a shared lock on the complete environment. */
  private FileChannel open(String key, Maker maker) throws IOException, InterruptedException {
    Path environment = folder.resolve(key);
    long deadline = System.currentTimeMillis() + patienceMillis;
    FileChannel channel = channel(key);
    boolean done = false;
    try {
      while (true) {
        FileLock shared = lock(channel, true, deadline);
        if (isComplete(environment)) {
          done = true;
          return channel;
        }
        shared.release();
        FileLock exclusive = lock(channel, false, deadline);
        if (!isComplete(environment)) {
          make(environment, maker);
        }
        exclusive.release();
      }
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  private static void make(Path environment, Maker maker) throws IOException {
    FileTrees.delete(environment);
    boolean made = false;
    try {
      maker.make(environment);
      Files.createFile(environment.resolve(COMPLETE));
      made = true;
    } finally {
      if (!made) {
        FileTrees.delete(environment);
      }
    }
  }

  private static FileLock lock(FileChannel channel, boolean shared, long deadline)
      throws IOException, InterruptedException {
    FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
    while (lock == null) {
      if (System.currentTimeMillis() > deadline) {
        throw new UnservableModelException(
            "Another server has been making the model's environment for too long.", true);
      }
      Thread.sleep(MILLIS_BETWEEN_TRIES);
      lock = channel.tryLock(0, Long.MAX_VALUE, shared);
    }
    return lock;
  }

  private FileChannel channel(String key) throws IOException {
    return FileChannel.open(
        folder.resolve(key + LOCK_SUFFIX),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  private synchronized void leave(String key) {
    Entry entry = entries.get(key);
    if (entry == null || --entry.users > 0) {
      return;
    }
    entries.remove(key);
    if (entry.held != null) {
      try {
        entry.held.close();
      } catch (IOException e) {
        LOG.warnf(e, "the lock of an environment could not be given back");
      }
    }
  }

  private void touch(String key) {
    try {
      Files.setLastModifiedTime(
          folder.resolve(key).resolve(COMPLETE), FileTime.from(Instant.now()));
    } catch (IOException e) {
      LOG.debugf(e, "the time of use of an environment was not noted");
    }
  }

  private static boolean isComplete(Path environment) {
    return Files.isRegularFile(environment.resolve(COMPLETE));
  }

  /**
   * Removes environments that nobody uses, but for those used last, and what killed servers left
   * half made.
   */
  private synchronized void removeUnused() {
    List<Path> unused = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(Files::isDirectory)
          .filter(file -> Files.exists(folder.resolve(file.getFileName() + LOCK_SUFFIX)))
          .filter(file -> !entries.containsKey(file.getFileName().toString()))
          .forEach(unused::add);
    } catch (IOException e) {
      LOG.warnf(e, "environments that nobody uses could not be looked for");
      return;
    }
    unused.sort(Comparator.comparing(EnvironmentCache::lastUsed).reversed());
    for (int i = 0; i < unused.size(); i++) {
      if (i >= keep || !isComplete(unused.get(i))) {
        remove(unused.get(i));
      }
    }
  }

  private void remove(Path environment) {
    try (FileChannel channel = channel(environment.getFileName().toString());
        FileLock exclusive = channel.tryLock()) {
      if (exclusive != null) {
        // What is half removed is not there.
        Files.deleteIfExists(environment.resolve(COMPLETE));
        FileTrees.delete(environment);
      }
    } catch (IOException e) {
      LOG.warnf(e, "an environment that nobody uses could not be removed");
    }
  }

  private static FileTime lastUsed(Path environment) {
    try {
      return Files.getLastModifiedTime(environment.resolve(COMPLETE));
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
