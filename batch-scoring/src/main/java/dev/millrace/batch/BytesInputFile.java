package dev.millrace.batch;

import java.io.ByteArrayInputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A file of Parquet that is in memory. */
record BytesInputFile(byte[] bytes) implements InputFile {

  @Override
  public long getLength() {
    return bytes.length;
  }

  @Override
  public SeekableInputStream newStream() {
    return new Stream(new Place(bytes));
  }

  /** A stream that tells where it is, and goes elsewhere. */
  private static final class Place extends ByteArrayInputStream {

    Place(byte[] bytes) {
      super(bytes);
    }

    synchronized long at() {
      return pos;
    }

    synchronized void go(long position) {
      if (position < 0 || position > count) {
        throw new IllegalArgumentException("There is no such place in it.");
      }
      pos = (int) position;
    }
  }

  private static final class Stream extends DelegatingSeekableInputStream {

    private final Place place;

    Stream(Place place) {
      super(place);
      this.place = place;
    }

    @Override
    public long getPos() {
      return place.at();
    }

    @Override
    public void seek(long position) {
      place.go(position);
    }
  }
}
