package dev.millrace.artifacts;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.validation.Keys;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/** How a folder is packed into one file. */
enum ArchiveFormat {
  ZIP(".zip", "application/zip"),
  TAR_GZ(".tar.gz", "application/gzip");

  /** Writes files one after another; closing it writes the archive's end. */
  interface Writer {

    /** Begins a file; the stream is not to be closed. */
    OutputStream begin(String path, long sizeBytes, long modifiedMillis) throws IOException;

    void end() throws IOException;

    void finish() throws IOException;
  }

  private final String extension;
  private final String contentType;

  ArchiveFormat(String extension, String contentType) {
    this.extension = extension;
    this.contentType = contentType;
  }

  /** The format of that name; ZIP where none is named. */
  static ArchiveFormat of(@Nullable String name) {
    if (name == null || name.equals("zip")) {
      return ZIP;
    }
    if (name.equals("tar.gz")) {
      return TAR_GZ;
    }
    throw MlflowException.invalidParameter(
        "Invalid value %s for parameter 'format' supplied: it must be zip or tar.gz."
            .formatted(Keys.quote(name)));
  }

  String extension() {
    return extension;
  }

  String contentType() {
    return contentType;
  }

  Writer writer(OutputStream out) throws IOException {
    return this == ZIP ? new Zip(out) : new Tar(out);
  }

  private static final class Zip implements Writer {

    private final ZipOutputStream zip;

    Zip(OutputStream out) {
      zip = new ZipOutputStream(out);
      // Models hardly shrink, and whoever waits for a download does not gain by trying harder.
      zip.setLevel(Deflater.BEST_SPEED);
    }

    @Override
    public OutputStream begin(String path, long sizeBytes, long modifiedMillis) throws IOException {
      ZipEntry entry = new ZipEntry(path);
      entry.setTime(modifiedMillis);
      zip.putNextEntry(entry);
      return zip;
    }

    @Override
    public void end() throws IOException {
      zip.closeEntry();
    }

    @Override
    public void finish() throws IOException {
      zip.finish();
    }
  }

  private static final class Tar implements Writer {

    private final GZIPOutputStream gzip;
    private final TarArchiveOutputStream tar;

    Tar(OutputStream out) throws IOException {
      gzip = new GZIPOutputStream(out, 1 << 16);
      tar = new TarArchiveOutputStream(gzip, "UTF-8");
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    @Override
    public OutputStream begin(String path, long sizeBytes, long modifiedMillis) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(path);
      entry.setSize(sizeBytes);
      entry.setModTime(modifiedMillis);
      tar.putArchiveEntry(entry);
      return tar;
    }

    @Override
    public void end() throws IOException {
      tar.closeArchiveEntry();
    }

    @Override
    public void finish() throws IOException {
      tar.finish();
      gzip.finish();
    }
  }
}
