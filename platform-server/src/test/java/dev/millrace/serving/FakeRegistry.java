package dev.millrace.serving;

import dev.millrace.core.artifact.ArtifactEntry;
import dev.millrace.core.artifact.ArtifactReader;
import dev.millrace.core.registry.AliasDirectory;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.registry.ServableVersions;
import dev.millrace.core.tracking.SourceDirectory;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The border of serving: an alias directory and an artifact store over plain folders. */
@Alternative
@ApplicationScoped
public class FakeRegistry
    implements AliasDirectory, ServableVersions, ArtifactReader, SourceDirectory {

  private static final String SCHEME = "test:";

  @Inject AgroalDataSource dataSource;

  private final Map<String, ServableVersion> versions = new ConcurrentHashMap<>();
  private final Map<String, Integer> aliases = new ConcurrentHashMap<>();
  private final Map<String, String> stages = new ConcurrentHashMap<>();
  private final Map<String, String> forgedHashes = new ConcurrentHashMap<>();
  private final Map<String, Integer> brokenOff = new ConcurrentHashMap<>();

  void register(String model, int version, Path folder) {
    versions.put(model + "/" + version, new ServableVersion(model, version, SCHEME + folder));
  }

  /** Makes the manifest claim another hash than the file has. */
  void forgeHash(Path file) {
    forgedHashes.put(file.toString(), "0".repeat(64));
  }

  /** Has the manifest claim what the file has, again. */
  void restoreHash(Path file) {
    forgedHashes.remove(file.toString());
  }

  /** Has the store fail in the midst of a file, after so many bytes. */
  void breakOff(Path file, int afterBytes) {
    brokenOff.put(file.toString(), afterBytes);
  }

  void move(String model, String alias, int version) {
    aliases.put(model + "@" + alias, version);
    announce(model, alias);
  }

  void remove(String model, String alias) {
    aliases.remove(model + "@" + alias);
    announce(model, alias);
  }

  /** Moves a version to a stage. */
  void transition(String model, int version, String stage) {
    stages.put(model + "/" + version, stage);
    announce("{\"model_name\":\"%s\"}".formatted(model));
  }

  private void announce(String model, String alias) {
    announce("{\"model_name\":\"%s\",\"alias\":\"%s\"}".formatted(model, alias));
  }

  private void announce(String notice) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement notify = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
      notify.setString(1, CHANNEL);
      notify.setString(2, notice);
      notify.execute();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Optional<ServableVersion> resolve(String modelName, String alias) {
    return Optional.ofNullable(aliases.get(modelName + "@" + alias))
        .map(version -> versions.get(modelName + "/" + version));
  }

  @Override
  public Optional<ServableVersion> newestInStage(String modelName, String stage) {
    return versions.values().stream()
        .filter(version -> version.modelName().equals(modelName))
        .filter(version -> stage.equals(stages.get(modelName + "/" + version.version())))
        .max(Comparator.comparingInt(ServableVersion::version));
  }

  @Override
  public Optional<ServableVersion> version(String modelName, int version) {
    return Optional.ofNullable(versions.get(modelName + "/" + version));
  }

  @Override
  public List<ArtifactEntry> listAll(String rootUri) {
    Path root = folder(rootUri);
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).map(file -> entry(root, file)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public InputStream open(String rootUri, String path) {
    Path file = folder(rootUri).resolve(path);
    try {
      Integer bytes = brokenOff.get(file.toString());
      return bytes == null
          ? Files.newInputStream(file)
          : new SequenceInputStream(
              new ByteArrayInputStream(Files.readAllBytes(file), 0, bytes), new BrokenStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<String> artifactUriOfRun(String runId) {
    return Optional.empty();
  }

  @Override
  public Optional<String> artifactUriOfLoggedModel(String modelId) {
    return Optional.empty();
  }

  private ArtifactEntry entry(Path root, Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      return new ArtifactEntry(
          root.relativize(file).toString(),
          bytes.length,
          forgedHashes.getOrDefault(file.toString(), sha256));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A store that is away. */
  private static final class BrokenStream extends InputStream {

    @Override
    public int read() throws IOException {
      throw new IOException("the store is away");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      throw new IOException("the store is away");
    }
  }

  private static Path folder(String rootUri) {
    return Path.of(rootUri.substring(SCHEME.length()));
  }
}
