package dev.millrace.client;

import dev.millrace.core.data.Sha256;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The artifacts below one root: a run's or a logged model's. Content goes through the server over
 * plain HTTP and is streamed in both directions; a file becomes visible when it is complete. What
 * is sent and what is received is compared by its SHA-256, by the server and by this client.
 *
 * <p>Paths are relative to the root, their parts separated by {@code /}.
 */
public final class ArtifactFolder {

  /**
   * A file or a folder below the root.
   *
   * @param path relative to the root
   * @param fileSize length in bytes, null for a folder
   */
  public record Entry(String path, boolean isDir, @Nullable Long fileSize) {}

  private record Listing(@Nullable List<Entry> files) {}

  private static final String ROUTE = "/api/2.0/mlflow-artifacts/artifacts";
  private static final String SCHEME = "mlflow-artifacts";

  private final HttpTransport transport;
  private final String root;

  /** {@code rootUri} is {@code mlflow-artifacts:/<path>}, with or without an authority. */
  ArtifactFolder(HttpTransport transport, String rootUri) {
    URI uri = URI.create(rootUri);
    if (!SCHEME.equals(uri.getScheme()) || uri.getPath() == null) {
      throw MlflowException.invalidParameter(
          "The artifacts are kept at '"
              + rootUri
              + "', which is not behind the server: this client reads and writes "
              + SCHEME
              + ":/ locations only.");
    }
    this.transport = transport;
    this.root = stripSlashes(uri.getPath());
  }

  /** Uploads one file; an existing artifact of that path is replaced. */
  public void put(String path, Path file) {
    try {
      transport.put(address(path), file, Sha256.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Uploads one file under its own name.
   *
   * @param folder below the root, empty for the root itself
   * @return the path of the artifact
   */
  public String putInto(String folder, Path file) {
    String path = join(folder, String.valueOf(file.toAbsolutePath().getFileName()));
    put(path, file);
    return path;
  }

  /** Uploads bytes as one file; an existing artifact of that path is replaced. */
  public void put(String path, byte[] content) {
    transport.put(address(path), content, Sha256.newDigest().digest(content));
  }

  /** Uploads text as one UTF-8 file. */
  public void put(String path, String text) {
    put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Uploads every regular file below a local folder.
   *
   * @param destination folder below the root, empty for the root itself
   */
  public void putAll(Path folder, String destination) {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
        put(join(destination, slashed(folder.relativize(file))), file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read folder " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Uploads a file as {@code target}, or what a folder holds below {@code target}. */
  void putFileOrFolder(Path fileOrFolder, String target) {
    if (Files.isDirectory(fileOrFolder)) {
      putAll(fileOrFolder, target);
    } else {
      put(target, fileOrFolder);
    }
  }

  /** What lies directly in one folder; an unknown folder is empty. */
  public List<Entry> list(String folder) {
    Listing listing =
        transport.get(ROUTE, Map.of("path", join(root, stripSlashes(folder))), Listing.class);
    List<Entry> files = listing.files() == null ? List.of() : listing.files();
    return files.stream()
        .map(entry -> new Entry(join(folder, entry.path()), entry.isDir(), entry.fileSize()))
        .toList();
  }

  /**
   * Opens one artifact; the caller closes the stream.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such artifact
   */
  public InputStream open(String path) {
    return transport.open(address(path));
  }

  /** Downloads one artifact to a local file, which appears only when it is complete. */
  public void download(String path, Path target) {
    Path partial = target.resolveSibling(".download-" + UUID.randomUUID() + ".part");
    try (InputStream content = open(path)) {
      try {
        // Not a temporary file: those are for the eyes of their maker only.
        Files.copy(content, partial);
        Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot download to " + target + ": " + e.getMessage(), e);
    }
  }

  /**
   * Downloads a file, or a folder with all below it, to the same path below a local folder, which
   * is made.
   *
   * @param path empty for everything
   * @return what was written; nothing where there is no such artifact
   */
  public Optional<Path> downloadInto(String path, Path folder) {
    String wanted = stripSlashes(path);
    Path target = below(folder, wanted);
    List<Entry> entries = list(wanted);
    if (!entries.isEmpty()) {
      entries.forEach(entry -> downloadEntry(entry, folder));
      return Optional.of(target);
    }
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    try {
      downloadFile(wanted, target);
      return Optional.of(target);
    } catch (MlflowException e) {
      if (e.code() == ErrorCode.RESOURCE_DOES_NOT_EXIST) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void downloadEntry(Entry entry, Path folder) {
    if (entry.isDir()) {
      list(entry.path()).forEach(below -> downloadEntry(below, folder));
    } else {
      downloadFile(entry.path(), below(folder, entry.path()));
    }
  }

  private void downloadFile(String path, Path target) {
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the folder of " + target + ": " + e, e);
    }
    download(path, target);
  }

  /** Where an artifact lies locally; a path that leads out of the folder is refused. */
  private static Path below(Path folder, String path) {
    Path root = folder.normalize();
    Path target = folder.resolve(path).normalize();
    if (!target.startsWith(root)) {
      throw MlflowException.invalidParameter("'" + path + "' leads out of " + folder + ".");
    }
    return target;
  }

  private String address(String path) {
    return ROUTE + "/" + UriParts.encodePath(join(root, stripSlashes(path)));
  }

  static String join(String folder, String path) {
    String parent = stripSlashes(folder);
    return parent.isEmpty() ? path : parent + "/" + path;
  }

  private static String slashed(Path relative) {
    return Stream.iterate(0, i -> i < relative.getNameCount(), i -> i + 1)
        .map(i -> relative.getName(i).toString())
        .collect(Collectors.joining("/"));
  }

  private static String stripSlashes(String path) {
    return path.replaceAll("^/+|/+$", "");
  }
}
