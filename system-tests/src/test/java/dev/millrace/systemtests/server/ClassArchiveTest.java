package dev.millrace.systemtests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher makes an archive of classes once, and the server it starts loads from it. */
class ClassArchiveTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path root;

  private Path script;
  private Path jar;

  /** A tree of our own with the packaged server in it, so that the real one keeps its archive. */
  @BeforeEach
  void layOut() throws IOException {
    Path source = Path.of("..").toAbsolutePath().normalize();
    script = copy(source.resolve("millrace"), root.resolve("millrace"));
    copy(source.resolve("scripts/archive-classes"), root.resolve("scripts/archive-classes"));
    jar =
        copy(
            ServerProcess.JAR,
            root.resolve("platform-server/target/server").resolve(ServerProcess.JAR.getFileName()));
    Files.createSymbolicLink(
        jar.resolveSibling("lib"), ServerProcess.JAR.resolveSibling("lib").toRealPath());
  }

  @Test
  void theSecondStartTakesItsClassesFromTheArchiveOfTheFirst() throws IOException {
    Path artifacts = root.resolve("artifacts");
    assertThat(
            version(
                Map.of(
                    "MILLRACE_DATABASE_URL",
                    "jdbc:postgresql://127.0.0.1:1/not-for-rehearsals",
                    "MILLRACE_ARTIFACTS",
                    artifacts.toString())))
        .startsWith("Preparing fast starts")
        .endsWith("\n0.1.0\n")
        .doesNotContain("did not succeed");
    assertThat(artifacts).doesNotExist();
    assertThat(archives()).hasSize(1);

    Path loaded = root.resolve("loaded.log");
    try (ServerProcess server =
        ServerProcess.launchByScript(
                script,
                Map.of(
                    "MILLRACE_NO_BUILD",
                    "1",
                    "MILLRACE_JAVA_OPTS",
                    "-Xlog:class+load:file=" + loaded),
                "server",
                "--port=0",
                "--data-dir=" + root.resolve("data"))
            .awaitReady()) {
      assertThat(server.get("/health").statusCode()).isEqualTo(200);
      assertThat(server.output().lines()).allMatch(line -> line.matches("Millrace .*|Creating .*"));
      List<String> classes = Files.readAllLines(loaded);
      assertThat(classes).hasSizeGreaterThan(5_000);
      assertThat(classes.stream().filter(line -> !line.contains("shared objects file")))
          .as("classes that were not in the archive")
          .hasSizeLessThan(classes.size() / 10);
      assertThat(classes)
          .anyMatch(line -> line.matches(".* dev\\.millrace\\..* shared objects file \\(top\\)"));
    }
  }

  @Test
  void anArchiveThatDoesNotFitIsPassedOverInSilence() throws IOException {
    assertThat(version(Map.of())).startsWith("Preparing");
    Path archive = archives().get(0);
    // As after a build that the launcher does not notice.
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(500)));
    assertThat(version(Map.of())).isEqualTo("0.1.0\n");

    Files.setLastModifiedTime(archive, FileTime.from(Instant.now().minusSeconds(1_000)));
    assertThat(version(Map.of())).as("older than the build").startsWith("Preparing");
  }

  private String version(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("MILLRACE_NO_BUILD", "1");
    try (ServerProcess server = ServerProcess.launchByScript(script, all, "server", "--version")) {
      assertThat(server.awaitExit(SOON)).isZero();
      return server.output();
    }
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(jar.getParent())) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }

  private static Path copy(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      return Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
