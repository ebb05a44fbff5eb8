package dev.millrace.batch;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file of rows, which can be read from any place where a record begins. */
interface RowInput extends Closeable {

  /** The records from a place on. */
  interface Records extends Closeable {

    /**
     * The next record; null at the end of the file.
     *
     * @throws ScoringException where the file cannot be read any further
     */
    @Nullable RawRecord next() throws IOException;
  }

  /**
   * The records behind a position, which the record before it told as its end.
   *
   * @param line at that position
   */
  Records from(long position, long line) throws IOException;

  /**
   * The hash of what is read up to this position, which never goes back.
   *
   * @throws EOFException where the file is shorter
   */
  String hashUpTo(long position) throws IOException;

  /** The position at its end. */
  long size() throws IOException;

  /** What people count its records by: lines, or rows. */
  String unit();
}
