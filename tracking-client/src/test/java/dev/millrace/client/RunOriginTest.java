package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.runrecord.RecordTags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunOriginTest {

  @TempDir Path folder;

  private void git(String... arguments) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of("git", "-c", "user.name=a", "-c", "user.email=a@b.c"),
                        Arrays.stream(arguments))
                    .toList())
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).as(String.join(" ", arguments)).isZero();
  }

  @Test
  void gitTellsCommitBranchAndWhetherTheTreeIsClean() throws Exception {
    git("init", "--quiet", "--initial-branch=main");
    Path script = Files.writeString(folder.resolve("train.py"), "print(1)\n");
    Path sub = Files.createDirectory(folder.resolve("sub"));
    git("add", ".");
    git("commit", "--quiet", "-m", "one");
    git("remote", "add", "origin", "https://me:secret@example.com/a.git");
    Files.writeString(folder.resolve("output.txt"), "untracked");

    Map<String, String> clean = GitTree.of(sub).tags();
    assertThat(clean.get(RecordTags.GIT_COMMIT)).matches("[0-9a-f]{40}");
    assertThat(clean)
        .containsEntry(RecordTags.GIT_BRANCH, "main")
        .containsEntry(RecordTags.GIT_REPOSITORY, "https://example.com/a.git")
        .containsEntry(RecordTags.GIT_DIRTY, "false")
        .containsEntry(RecordTags.DIRECTORY, "sub");

    assertThat(GitTree.of(sub).nameFromRoot(script.toString())).isEqualTo("train.py");
    assertThat(GitTree.of(sub).nameFromRoot("../train.py")).isEqualTo("train.py");
    assertThat(GitTree.of(sub).nameFromRoot("com.example.Main")).isEqualTo("com.example.Main");

    Files.writeString(script, "print(2)\n");
    assertThat(GitTree.of(folder).tags())
        .containsEntry(RecordTags.GIT_DIRTY, "true")
        .containsEntry(RecordTags.DIRECTORY, ".");
  }

  @Test
  void noRepositoryTellsNothing() {
    assertThat(GitTree.of(folder).tags()).isEmpty();
  }

  @Test
  void thisProcessTellsJavaAndItsJars() {
    Map<String, String> tags = RunOrigin.tags();
    assertThat(tags)
        .containsEntry(RecordTags.LANGUAGE, "java")
        .containsEntry(RecordTags.LANGUAGE_VERSION, System.getProperty("java.version"));
    assertThat(tags.keySet()).contains(RecordTags.OPERATING_SYSTEM, RecordTags.ENTRY_POINT);
    assertThat(RecordTags.join(tags, RecordTags.PACKAGES)).contains("jackson-databind==");
  }

  @Test
  void jarsAreExactPackages() throws IOException {
    Path jar = Files.writeString(folder.resolve("jackson-core-2.19.0.jar"), "abc");
    Path nameless = Files.writeString(folder.resolve("app.jar"), "abc");
    String sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assertThat(Jars.lines(List.of(jar.toString(), nameless.toString(), "classes", "gone-1.0.jar")))
        .isEqualTo(
            "app==unknown --hash=sha256:"
                + sha256
                + "\njackson-core==2.19.0 --hash=sha256:"
                + sha256);
  }

  @Test
  void jarsThatAManifestNamesAreThereToo() throws IOException {
    Files.writeString(Files.createDirectory(folder.resolve("lib dir")).resolve("b-2.0.jar"), "abc");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(Attributes.Name.CLASS_PATH, "lib%20dir/b-2.0.jar classes/ http://x/y.jar a-1.0.jar");
    Path jar = folder.resolve("a-1.0.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    assertThat(Jars.lines(List.of(jar.toString())).lines().map(line -> line.split(" ")[0]))
        .containsExactly("a==1.0", "b==2.0");
  }

  @Test
  void argumentsAreWhatCameBehindTheEntryPoint() {
    assertThat(RunOrigin.entryPoint("com.example.Train --epochs 2")).isEqualTo("com.example.Train");
    assertThat(RunOrigin.entryPoint("jdk.compiler/com.sun.tools.javac.launcher.Main Train.java 1"))
        .isEqualTo("Train.java");
    assertThat(
            RunOrigin.argumentsAfter(
                "com.example.Train",
                List.of("java", "-Xmx1g", "com.example.Train", "a b", "", "c")))
        .containsExactly("a b", "", "c");
    assertThat(RunOrigin.argumentsAfter("Gone", List.of("java", "Other"))).isNull();
  }
}
