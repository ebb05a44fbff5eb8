package dev.millrace.artifacts;

import dev.millrace.core.artifact.ArtifactWriter;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.util.OptionalLong;

/** Writes artifacts for the serving module, to this server's own store. */
@Singleton
final class StoredArtifactWriter implements ArtifactWriter {

  private final UploadService uploads;

  StoredArtifactWriter(UploadService uploads) {
    this.uploads = uploads;
  }

  @Override
  public String requireWritable(String uri) {
    return ArtifactPath.ofUri(uri).uri();
  }

  @Override
  public void write(String uri, InputStream content, long length) {
    uploads.upload(ArtifactPath.ofUri(uri), content, OptionalLong.of(length), Checksums.NONE);
  }
}
