package dev.millrace.tracking.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChangeNoteTest {

  private static final Pattern CHANGE =
      Pattern.compile(
          "(INSERT INTO|UPDATE|DELETE FROM) (runs|run_params|run_tags|metric_series|run_datasets"
              + "|run_dataset_tags|run_model_inputs|run_model_outputs)\\b");

  @Test
  void everyFileThatChangesRunsNotesIt() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<String> forgetful =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(
                  file -> CHANGE.matcher(read(file)).find() && !read(file).contains("ChangeNote."))
              .map(Path::toString)
              .toList();
      assertThat(forgetful).as("files that change runs and never note it").isEmpty();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
