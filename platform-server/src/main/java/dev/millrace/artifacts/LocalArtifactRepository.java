package dev.millrace.artifacts;

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
import java.util.regex.Pattern;

/** A directory of this machine: an object is a file, in a folder by the start of its key. */
final class LocalArtifactRepository implements ArtifactRepository {

  private static final Pattern KEY = Pattern.compile("[0-9a-f]{2}/[0-9a-f]{30}");

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
  public void write(String objectKey, InputStream content) throws IOException {
    Path file = fileOf(objectKey);
    boolean newFolder = !Files.isDirectory(folderOf(file));
    Files.createDirectories(folderOf(file));
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.transferTo(Channels.newOutputStream(out));
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
  public InputStream read(String objectKey, long offset, long length) throws IOException {
    try {
      SeekableByteChannel channel =
          Files.newByteChannel(
              fileOf(objectKey), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
      channel.position(offset);
      return new BoundedStream(Channels.newInputStream(channel), length);
    } catch (NoSuchFileException e) {
      throw (IOException) new FileNotFoundException(objectKey).initCause(e);
    }
  }

  @Override
  public void remove(String objectKey) throws IOException {
    Files.deleteIfExists(fileOf(objectKey));
  }

  private Path fileOf(String objectKey) {
    if (!KEY.matcher(objectKey).matches()) {
      throw new IllegalArgumentException("not a key of this server: " + objectKey);
    }
    return directory.resolve(objectKey);
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
