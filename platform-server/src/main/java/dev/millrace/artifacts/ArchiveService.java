package dev.millrace.artifacts;

import dev.millrace.core.artifact.ArtifactEntry;
import dev.millrace.core.error.MlflowException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Packs folders into one file while it is sent. */
@Singleton
final class ArchiveService {

  /** An archive that is ready to be written; {@code name} has the extension of its format. */
  record Archive(
      String name, ArchiveFormat format, ArtifactPath folder, List<ArtifactEntry> files) {}

  private final ArtifactService artifacts;

  ArchiveService(ArtifactService artifacts) {
    this.artifacts = artifacts;
  }

  /**
   * Looks up what is in a folder.
   *
   * @param owner what the archive is named after
   * @param path of the folder below the root; all of it where it is absent
   * @param format {@code zip} or {@code tar.gz}; zip where it is absent
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where no file is in it
   */
  Archive begin(String rootUri, String owner, @Nullable String path, @Nullable String format) {
    ArtifactPath below = ArtifactPath.ofFolder(path);
    ArchiveFormat packed = ArchiveFormat.of(format);
    ArtifactPath folder = ArtifactPath.ofUri(rootUri).resolve(below);
    List<ArtifactEntry> files = artifacts.listTree(folder);
    if (files.isEmpty()) {
      throw MlflowException.notFound("No artifacts in '%s'".formatted(folder));
    }
    String name = below.isRoot() ? owner : owner + "-" + below.name();
    return new Archive(name + packed.extension(), packed, folder, files);
  }

  /** Writes every file, verified as it is read, under its path below the folder. */
  void write(Archive archive, OutputStream out) throws IOException {
    ArchiveFormat.Writer writer = archive.format().writer(out);
    for (ArtifactEntry entry : archive.files()) {
      StoredArtifact file =
          artifacts.requireArtifact(archive.folder().resolve(ArtifactPath.of(entry.path())));
      try (InputStream content = artifacts.open(file)) {
        content.transferTo(writer.begin(entry.path(), file.sizeBytes(), file.createdAtMillis()));
        writer.end();
      }
    }
    writer.finish();
  }
}
