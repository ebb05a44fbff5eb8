package dev.millrace.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is to be scored.
 *
 * @param model the registered model
 * @param version its version
 * @param inputName what people call the input
 * @param format of the input and of the output
 * @param output appears when it is complete
 * @param rejects where rows go that cannot be scored
 * @param skipsBroken whether the others are scored all the same
 * @param chunkRows most rows of a request
 */
public record ScorePlan(
    String model,
    String version,
    Path input,
    String inputName,
    FileFormat format,
    Path output,
    Path rejects,
    boolean skipsBroken,
    int chunkRows,
    Choice choice) {

  /** What is scored so far. */
  public Path part() {
    return output.resolveSibling(output.getFileName() + ".part");
  }

  /** All of it, while it has no name yet. */
  Path wholeParquet() {
    return output.resolveSibling(output.getFileName() + ".part.parquet");
  }

  /** How far that is. */
  Path stateFile() {
    return stateFileOf(output);
  }

  /** How far a run is whose output has this name; absent where none was begun. */
  public static Path stateFileOf(Path output) {
    return output.resolveSibling(output.getFileName() + ".part.json");
  }

  /** All that the output depends on, beside the version and the input. */
  public String fingerprint() {
    return choice.fingerprint(format, skipsBroken);
  }

  /** Drops what an earlier run scored. */
  public void forget() throws IOException {
    Files.deleteIfExists(stateFile());
    Files.deleteIfExists(part());
    Files.deleteIfExists(wholeParquet());
    Files.deleteIfExists(rejects);
  }
}
