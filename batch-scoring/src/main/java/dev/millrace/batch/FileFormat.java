package dev.millrace.batch;

import java.util.Locale;
import java.util.Optional;

/** How rows stand in a file. */
public enum FileFormat {
  CSV("CSV"),
  JSON_LINES("JSON Lines"),
  PARQUET("Parquet");

  private final String text;

  FileFormat(String text) {
    this.text = text;
  }

  /** By the ending of a file's name; empty where that tells nothing. */
  public static Optional<FileFormat> ofName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".jsonl") || lower.endsWith(".ndjson")) {
      return Optional.of(JSON_LINES);
    }
    if (lower.endsWith(".parquet")) {
      return Optional.of(PARQUET);
    }
    return lower.endsWith(".csv") ? Optional.of(CSV) : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
