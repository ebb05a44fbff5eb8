package dev.millrace.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalArtifactRepositoryTest extends ArtifactRepositoryContract {

  @TempDir Path directory;

  @Override
  ArtifactRepository repository() throws IOException {
    return new LocalArtifactRepository(directory);
  }

  @Override
  long objects() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void aLinkOutOfTheStoreIsNotFollowed() throws IOException {
    Path outside = Files.writeString(directory.resolve("outside"), "secret");
    String key = "aa/00000000000000000000000000000a";
    Files.createDirectories(directory.resolve("aa"));
    Files.createSymbolicLink(directory.resolve(key), outside);

    assertThatThrownBy(() -> repository().read(key, 0, 6).close()).isInstanceOf(IOException.class);
  }

  @Test
  void aKeyThatLeavesTheStoreIsRefused() {
    for (String key : new String[] {"../outside", "/outside", "a//b", "a/../b", "a/", ""}) {
      assertThatThrownBy(() -> repository().read(key, 0, 1))
          .as(key)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aFolderThatLinksOutOfTheStoreIsNeitherListedNorRead(@TempDir Path elsewhere)
      throws IOException {
    Files.writeString(elsewhere.resolve("secret.txt"), "secret");
    Files.createSymbolicLink(directory.resolve("link"), elsewhere);

    assertThat(repository().list("", "", 10)).isEmpty();
    assertThatThrownBy(() -> repository().read("link/secret.txt", 0, 6).close())
        .isInstanceOf(IOException.class);
  }
}
