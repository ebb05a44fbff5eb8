package dev.millrace.batch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of text, whose positions are bytes. */
final class TextInput implements RowInput {

  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final boolean quotes;
  private final InputHash hash;

  /**
   * @param quotes whether ends of lines within double quotes belong to the record
   */
  TextInput(Path file, boolean quotes) throws IOException {
    this.file = file;
    this.quotes = quotes;
    this.hash = new InputHash(file);
  }

  @Override
  public Records from(long position, long line) throws IOException {
    InputStream content = Files.newInputStream(file);
    try {
      content.skipNBytes(position);
    } catch (IOException e) {
      content.close();
      throw e;
    }
    return new RecordReader(new BufferedInputStream(content, BUFFER), quotes, position, line);
  }

  @Override
  public String hashUpTo(long position) throws IOException {
    return hash.upTo(position);
  }

  @Override
  public long size() throws IOException {
    return Files.size(file);
  }

  @Override
  public String unit() {
    return "line";
  }

  @Override
  public void close() throws IOException {
    hash.close();
  }
}
