package dev.millrace.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.json.MlflowJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a file is scored, after its last whole chunk.
 *
 * @param plan all that the output depends on beside the version and the input
 * @param inputBytes that are read; of Parquet the rows
 * @param inputSha256 of those; of Parquet of the whole file
 * @param nextLine of the input
 * @param rows that are in the output
 * @param rejected rows that are not
 * @param outputBytes that belong to whole chunks
 * @param rejectBytes of the file of rejected rows, likewise
 * @param predictionColumns empty while there is none yet
 */
public record ScoreState(
    String model,
    String version,
    String plan,
    long inputBytes,
    String inputSha256,
    long nextLine,
    long chunks,
    long rows,
    long rejected,
    long outputBytes,
    long rejectBytes,
    List<String> predictionColumns) {

  public ScoreState {
    predictionColumns = predictionColumns == null ? List.of() : List.copyOf(predictionColumns);
  }

  /** Null where there is none. */
  static @Nullable ScoreState load(Path file) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    try {
      return MlflowJson.mapper().readValue(Files.readAllBytes(file), ScoreState.class);
    } catch (JsonProcessingException e) {
      throw new ScoringException(
          file + " is damaged: begin anew with --restart, which drops what was scored.");
    }
  }

  /** Takes the place of the one before, all of it or not at all. */
  void save(Path file) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.write(next, MlflowJson.mapper().writeValueAsBytes(this));
    try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
