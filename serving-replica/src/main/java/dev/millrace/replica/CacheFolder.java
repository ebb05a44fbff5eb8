package dev.millrace.replica;

import dev.millrace.core.artifact.ArtifactEntry;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.serving.feed.ModelFiles;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a replica's cache: {@code contents} by SHA-256, {@code manifests} by the mark of
 * their version, {@code incoming} for what is not whole yet.
 */
@Singleton
class CacheFolder {

  private static final Logger LOG = Logger.getLogger(CacheFolder.class);
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final String CONTENTS = "contents";
  private static final String INCOMING = "incoming";

  /** What was not written to for so long is written by nobody any more. */
  private static final Duration LEFT_OVER = Duration.ofHours(1);

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

  /** Whether a content can be kept under it. */
  static boolean isSha256(@Nullable String name) {
    return name != null && SHA256.matcher(name).matches();
  }

  Path content(String sha256) {
    return root.resolve(CONTENTS).resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  Path manifest(ModelUri model) {
    return manifest(model.mark());
  }

  private Path manifest(String mark) {
    return root.resolve("manifests").resolve(mark + ".json");
  }

  Path feed() {
    return root.resolve("feed.json");
  }

  /** Writes a file, which is of its owner alone. */
  interface Writing {
    void to(Path file) throws IOException;
  }

  /** Has a file in its place once it is written whole, and never a part of it. */
  void put(Path target, Writing writing) throws IOException {
    Path incoming =
        Files.createTempFile(Files.createDirectories(root.resolve(INCOMING)), "file", "");
    try {
      writing.to(incoming);
      Files.createDirectories(target.getParent());
      Files.move(
          incoming, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(incoming);
    }
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
    try {
      removeLeftOver();
      List<Idle> idle = idle();
      long bytes = idle.stream().mapToLong(Idle::bytes).sum();
      for (Idle each : idle) {
        if (bytes <= mostBytes) {
          return;
        }
        Files.deleteIfExists(each.file());
        bytes -= each.bytes();
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warnf("the replica's cache could not be tidied up: %s", e);
    }
  }

  /** What a process left half written that ended meanwhile; others may write here now. */
  private void removeLeftOver() throws IOException {
    Instant before = Instant.now().minus(LEFT_OVER);
    for (Path file : filesBelow(root.resolve(INCOMING))) {
      if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private List<Idle> idle() throws IOException {
    Set<Path> needed = needed();
    List<Idle> idle = new ArrayList<>();
    for (Path file : filesBelow(root.resolve(CONTENTS))) {
      if (!needed.contains(file)) {
        idle.add(new Idle(file, Files.size(file), Files.getLastModifiedTime(file)));
      }
    }
    idle.sort(Comparator.comparing(Idle::usedAt));
    return idle;
  }

  private static List<Path> filesBelow(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private Set<Path> needed() {
    Set<Path> needed = new HashSet<>();
    feed.endpoints().stream()
        .flatMap(each -> each.versions().stream())
        .map(version -> manifest(version.mark()))
        .filter(Files::exists)
        .flatMap(this::listed)
        .map(ArtifactEntry::sha256)
        .filter(CacheFolder::isSha256)
        .forEach(sha256 -> needed.add(content(sha256)));
    return needed;
  }

  /** Nothing where a manifest is spoilt: its version is fetched anew, once it is asked for. */
  private Stream<ArtifactEntry> listed(Path manifest) {
    try {
      return files(manifest).stream();
    } catch (MlflowException e) {
      LOG.warnf("%s cannot be read: %s", manifest, e.getCause());
      return Stream.empty();
    }
  }
}
