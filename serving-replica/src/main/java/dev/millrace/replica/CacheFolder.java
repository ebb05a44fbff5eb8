package dev.millrace.replica;

import dev.millrace.core.artifact.ArtifactEntry;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.serving.feed.ModelFiles;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The folder of a replica's cache: {@code contents} by SHA-256, {@code manifests} by the mark of
 * their version, {@code incoming} for what is not whole yet.
 */
@Singleton
class CacheFolder {

  private static final Logger LOG = Logger.getLogger(CacheFolder.class);

  private final Path root;
  private final long mostBytes;
  private final FollowedFeed feed;

  @Inject
  CacheFolder(ReplicaConfig config, FollowedFeed feed) {
    this(config.cacheDir(), config.cacheSize().asLongValue(), feed);
  }

  CacheFolder(Path root, long mostBytes, FollowedFeed feed) {
    this.root = root.toAbsolutePath().normalize();
    this.mostBytes = mostBytes;
    this.feed = feed;
  }

  Path content(String sha256) {
    return root.resolve("contents").resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  Path manifest(ModelUri model) {
    return manifest(model.mark());
  }

  private Path manifest(String mark) {
    return root.resolve("manifests").resolve(mark + ".json");
  }

  /** A new place, where nothing is yet. */
  Path incoming() throws IOException {
    return Files.createTempFile(Files.createDirectories(root.resolve("incoming")), "file", "");
  }

  /** What a manifest lists. */
  List<ArtifactEntry> files(Path manifest) {
    try {
      return MlflowJson.mapper().readValue(manifest.toFile(), ModelFiles.class).files();
    } catch (IOException e) {
      throw new MlflowException(
          ErrorCode.TEMPORARILY_UNAVAILABLE,
          "What files the version has is not in the replica's cache.",
          e);
    }
  }

  /** Notes that a content is used now. */
  void touch(Path content) throws IOException {
    Files.setLastModifiedTime(content, FileTime.from(Instant.now()));
  }

  /** A content that may go. */
  private record Idle(Path file, long bytes, FileTime usedAt) {}

  /** Removes what nothing followed needs, the longest unused first, down to the bound. */
  synchronized void makeRoom() {
    Path contents = root.resolve("contents");
    if (!Files.exists(contents)) {
      return;
    }
    try (Stream<Path> all = Files.walk(contents)) {
      Set<Path> needed = needed();
      List<Idle> idle = new ArrayList<>();
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!needed.contains(file)) {
          idle.add(new Idle(file, Files.size(file), Files.getLastModifiedTime(file)));
        }
      }
      long bytes = idle.stream().mapToLong(Idle::bytes).sum();
      idle.sort(Comparator.comparing(Idle::usedAt));
      for (Idle each : idle) {
        if (bytes <= mostBytes) {
          return;
        }
        Files.deleteIfExists(each.file());
        bytes -= each.bytes();
      }
    } catch (IOException e) {
      LOG.warnf("the replica's cache could not be tidied up: %s", e);
    }
  }

  private Set<Path> needed() {
    Set<Path> needed = new HashSet<>();
    feed.endpoints().stream()
        .flatMap(each -> each.versions().stream())
        .map(version -> manifest(version.mark()))
        .filter(Files::exists)
        .forEach(manifest -> files(manifest).forEach(file -> needed.add(content(file.sha256()))));
    return needed;
  }
}
