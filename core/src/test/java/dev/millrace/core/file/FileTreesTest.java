package dev.millrace.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreesTest {

  @TempDir Path folder;

  @Test
  void folderGoesWithAllItHoldsAndNothingBesideIt() throws IOException {
    Path gone = folder.resolve("gone");
    Files.writeString(Files.createDirectories(gone.resolve("a/b")).resolve("file"), "x");
    Path kept = Files.writeString(folder.resolve("kept"), "y");
    Files.createSymbolicLink(gone.resolve("link"), kept);
    FileTrees.delete(gone);
    assertThat(gone).doesNotExist();
    assertThat(kept).hasContent("y");
  }

  @Test
  void whatIsNotThereIsNoError() throws IOException {
    FileTrees.delete(folder.resolve("nowhere"));
    assertThat(folder).isEmptyDirectory();
  }
}
