package dev.millrace.batch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a file into its records, which are lines; of CSV (RFC 4180) also such as go over several,
 * within double quotes.
 */
final class RecordReader implements RowInput.Records {

  /** A quote that is never closed must not fill the memory. */
  static final int LONGEST = 4 << 20;

  private final InputStream content;
  private final boolean quotes;
  private long position;
  private long line;
  private int pushedBack = -1;

  /**
   * @param quotes whether ends of lines within double quotes belong to the record
   * @param position of the stream in the file
   * @param line at that position
   */
  RecordReader(InputStream content, boolean quotes, long position, long line) {
    this.content = content;
    this.quotes = quotes;
    this.position = position;
    this.line = line;
  }

  /**
   * The next record; null at the end of the file.
   *
   * @throws ScoringException where it is longer than 4 MB
   */
  @Override
  public @Nullable RawRecord next() throws IOException {
    ByteArrayOutputStream record = new ByteArrayOutputStream(128);
    long firstLine = line;
    boolean quoted = false;
    boolean fieldStart = true;
    int each = read();
    if (each < 0) {
      return null;
    }
    while (each >= 0) {
      if (quoted) {
        if (each == '"') {
          int following = read();
          if (following == '"') {
            record.write('"');
          } else {
            quoted = false;
            pushBack(following);
          }
        } else if (each == '\n') {
          line++;
        }
      } else if (each == '\n') {
        break;
      } else if (each == '\r') {
        int following = read();
        if (following == '\n') {
          break;
        }
        pushBack(following);
      } else if (quotes && each == '"' && fieldStart) {
        quoted = true;
      }
      fieldStart = !quoted && each == ',';
      record.write(each);
      if (record.size() > LONGEST) {
        throw new ScoringException(
            "The record that begins on line "
                + firstLine
                + " is longer than "
                + (LONGEST >> 20)
                + " MB"
                + (quotes ? ": is a quote not closed?" : "."));
      }
      each = read();
    }
    line++;
    return new RawRecord(firstLine, record.toByteArray(), position, line);
  }

  private int read() throws IOException {
    int each = pushedBack;
    if (each >= 0) {
      pushedBack = -1;
    } else {
      each = content.read();
    }
    if (each >= 0) {
      position++;
    }
    return each;
  }

  private void pushBack(int each) {
    if (each >= 0) {
      pushedBack = each;
      position--;
    }
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
