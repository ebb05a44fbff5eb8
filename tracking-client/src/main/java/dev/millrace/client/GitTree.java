package dev.millrace.client;

import dev.millrace.core.runrecord.RecordTags;
import dev.millrace.core.runrecord.SecretMask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The state of the git working tree around a folder, as the git program tells it. */
final class GitTree {

  private static final long PATIENCE_SECONDS = 5;

  private final Path directory;

  private GitTree(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  static GitTree of(Path directory) {
    return new GitTree(directory);
  }

  /** What is known; nothing where there is no git, no working tree or no commit. */
  Map<String, String> tags() {
    Optional<String> root = git("rev-parse", "--show-toplevel");
    Optional<String> commit = git("rev-parse", "HEAD");
    if (root.isEmpty() || commit.isEmpty()) {
      return Map.of();
    }
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put(RecordTags.GIT_COMMIT, commit.get());
    git("rev-parse", "--abbrev-ref", "HEAD")
        .filter(branch -> !branch.equals("HEAD"))
        .ifPresent(branch -> tags.put(RecordTags.GIT_BRANCH, branch));
    git("config", "--get", "remote.origin.url")
        .filter(url -> !url.isEmpty())
        .ifPresent(url -> tags.put(RecordTags.GIT_REPOSITORY, SecretMask.url(url)));
    // Files that git does not know are what a run writes, mostly.
    git("status", "--porcelain", "--untracked-files=no")
        .ifPresent(changes -> tags.put(RecordTags.GIT_DIRTY, Boolean.toString(!changes.isEmpty())));
    tags.put(RecordTags.DIRECTORY, fromRoot(Path.of(root.get())));
    return tags;
  }

  /**
   * A file as it is named from the root of the working tree; as it was named if it is not in it.
   */
  String nameFromRoot(String file) {
    Path path = directory.resolve(file).normalize();
    return git("rev-parse", "--show-toplevel")
        .map(root -> Path.of(root))
        .filter(root -> Files.exists(path) && path.startsWith(root))
        .map(root -> root.relativize(path).toString().replace('\\', '/'))
        .orElse(file);
  }

  private String fromRoot(Path root) {
    try {
      String relative =
          root.toRealPath().relativize(directory.toRealPath()).toString().replace('\\', '/');
      return relative.isEmpty() ? "." : relative;
    } catch (IOException e) {
      return ".";
    }
  }

  private Optional<String> git(String... arguments) {
    Path output = null;
    try {
      // Into a file: a pipe that nobody empties would keep git waiting.
      output = Files.createTempFile("millrace-git", ".txt");
      ProcessBuilder builder = new ProcessBuilder("git").directory(directory.toFile());
      builder.command().addAll(List.of(arguments));
      builder.redirectOutput(output.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
      Process process = builder.start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      return process.exitValue() == 0
          ? Optional.of(Files.readString(output, StandardCharsets.UTF_8).strip())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      delete(output);
    }
  }

  private static void delete(@Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // It is in the folder for temporary files, and holds a line.
    }
  }
}
