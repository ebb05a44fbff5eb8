package dev.millrace.artifacts;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A directory of this machine: an object is a file, in a folder by the start of its key. */
final class LocalArtifactRepository implements ArtifactRepository {

  /** As UTF-8 compares byte by byte, and as object stores list. */
  private static final Comparator<String> BY_CODE_POINT =
      (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

  private final Path directory;

  /** Creates the directory where it does not exist. */
  LocalArtifactRepository(Path directory) throws IOException {
    Files.createDirectories(directory);
    if (!Files.isWritable(directory)) {
      throw new IOException("the directory is not writable");
    }
    this.directory = directory.toRealPath();
  }

  @Override
  public void write(String objectKey, InputStream content, OptionalLong length) throws IOException {
    Path file = fileOf(objectKey);
    boolean newFolder = !Files.isDirectory(folderOf(file));
    Files.createDirectories(folderOf(file));
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long written = content.transferTo(Channels.newOutputStream(out));
      if (length.isPresent() && written != length.getAsLong()) {
        throw new EOFException("the stream has %d bytes".formatted(written));
      }
      out.force(true);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    // The names must survive a power cut as the bytes do.
    force(folderOf(file));
    if (newFolder) {
      force(directory);
    }
  }

  @Override
  public InputStream read(String objectKey) throws IOException {
    return Channels.newInputStream(open(objectKey));
  }

  @Override
  public InputStream read(String objectKey, long offset, long length) throws IOException {
    SeekableByteChannel channel = open(objectKey);
    channel.position(offset);
    return new BoundedStream(Channels.newInputStream(channel), length);
  }

  private SeekableByteChannel open(String objectKey) throws IOException {
    try {
      return Files.newByteChannel(
          fileOf(objectKey), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw (IOException) new FileNotFoundException(objectKey).initCause(e);
    }
  }

  @Override
  public boolean holds(String objectKey, long sizeBytes) throws IOException {
    try {
      return Files.size(fileOf(objectKey)) == sizeBytes;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void remove(String objectKey) throws IOException {
    Files.deleteIfExists(fileOf(objectKey));
  }

  @Override
  public List<ListedObject> list(String prefix, String after, int limit) throws IOException {
    List<ListedObject> found = new ArrayList<>();
    list(directory, "", prefix, after, limit, found);
    return found;
  }

  /** Adds what lies in a folder, depth first; links are passed over. */
  private static void list(
      Path folder, String name, String prefix, String after, int limit, List<ListedObject> found)
      throws IOException {
    TreeMap<String, Path> children = new TreeMap<>(BY_CODE_POINT);
    try (Stream<Path> entries = Files.list(folder)) {
      entries.forEach(
          child -> children.put(name + child.getFileName() + (isFolder(child) ? "/" : ""), child));
    }
    for (Map.Entry<String, Path> child : children.entrySet()) {
      String key = child.getKey();
      if (found.size() == limit) {
        return;
      }
      if (key.endsWith("/")) {
        boolean mayMatch = key.startsWith(prefix) || prefix.startsWith(key);
        boolean isBehind =
            after.startsWith(key) || BY_CODE_POINT.compare(key, after) > 0 || after.isEmpty();
        if (mayMatch && isBehind) {
          list(child.getValue(), key, prefix, after, limit, found);
        }
      } else if (key.startsWith(prefix)
          && BY_CODE_POINT.compare(key, after) > 0
          && Files.isRegularFile(child.getValue(), LinkOption.NOFOLLOW_LINKS)) {
        found.add(new ListedObject(key, Files.size(child.getValue())));
      }
    }
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** The file of a key: below the directory, and by no link. */
  private Path fileOf(String objectKey) throws IOException {
    Path file = directory.resolve(objectKey).normalize();
    if (!file.startsWith(directory)
        || !directory.relativize(file).toString().equals(objectKey)
        || objectKey.isEmpty()) {
      throw new IllegalArgumentException("not a key of an object: " + objectKey);
    }
    if (ObjectKeys.isOwn(objectKey)) {
      return file;
    }
    // What another server left may lie behind a link that leads out of the store.
    for (Path folder = folderOf(file); !folder.equals(directory); folder = folderOf(folder)) {
      if (Files.isSymbolicLink(folder)) {
        throw new NoSuchFileException(objectKey, null, "it lies behind a link");
      }
    }
    return file;
  }

  private Path folderOf(Path file) {
    Path folder = file.getParent();
    return folder == null ? directory : folder;
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
