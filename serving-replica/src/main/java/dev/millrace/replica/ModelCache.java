package dev.millrace.replica;

import dev.millrace.core.artifact.ArtifactEntry;
import dev.millrace.core.artifact.ArtifactReader;
import dev.millrace.core.data.Sha256;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.serving.feed.ModelFiles;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The files of models, from the platform or from the disk, where each content is kept once under
 * its SHA-256. While the platform is away, a version has the files that it had when it was fetched
 * last.
 */
@Singleton
class ModelCache implements ArtifactReader {

  private final PlatformClient platform;
  private final CacheFolder folder;

  ModelCache(PlatformClient platform, CacheFolder folder) {
    this.platform = platform;
    this.folder = folder;
  }

  @Override
  public List<ArtifactEntry> listAll(String rootUri) {
    ModelUri model = ModelUri.parse(rootUri);
    try {
      List<ArtifactEntry> files = platform.files(model);
      writeManifest(model, files);
      return files;
    } catch (PlatformException e) {
      if (e.mayPass() && Files.exists(folder.manifest(model))) {
        return readManifest(model);
      }
      throw told(e);
    }
  }

  @Override
  public InputStream open(String rootUri, String path) {
    ModelUri model = ModelUri.parse(rootUri);
    ArtifactEntry entry =
        readManifest(model).stream()
            .filter(each -> each.path().equals(path))
            .findFirst()
            .orElseThrow(
                () -> MlflowException.notFound("The model has no file " + path + " any more."));
    if (!CacheFolder.isSha256(entry.sha256())) {
      throw new MlflowException(
          ErrorCode.INVALID_STATE, "The platform names no SHA-256 of the file " + path + ".");
    }
    try {
      Path content = folder.content(entry.sha256());
      if (!isWhole(content, entry)) {
        fetch(model, entry, content);
      }
      folder.touch(content);
      return Files.newInputStream(content);
    } catch (PlatformException e) {
      throw told(e);
    } catch (IOException e) {
      throw new MlflowException(
          ErrorCode.TEMPORARILY_UNAVAILABLE, "The replica's cache cannot be used.", e);
    }
  }

  /** A disk may have lost what it had: what is there is looked at each time. */
  private static boolean isWhole(Path content, ArtifactEntry entry) throws IOException {
    return Files.exists(content) && Sha256.hex(Sha256.of(content)).equals(entry.sha256());
  }

  private void fetch(ModelUri model, ArtifactEntry entry, Path content) throws IOException {
    folder.put(
        content,
        incoming -> {
          platform.download(model, entry, incoming);
          if (!Sha256.hex(Sha256.of(incoming)).equals(entry.sha256())) {
            // Cut or damaged on its way: it may come whole the next time.
            throw new MlflowException(
                ErrorCode.TEMPORARILY_UNAVAILABLE,
                "The file " + entry.path() + " came without the SHA-256 of the manifest.");
          }
        });
  }

  private void writeManifest(ModelUri model, List<ArtifactEntry> files) {
    try {
      byte[] manifest = MlflowJson.mapper().writeValueAsBytes(new ModelFiles(files));
      folder.put(folder.manifest(model), incoming -> Files.write(incoming, manifest));
      folder.makeRoom();
    } catch (IOException e) {
      throw new MlflowException(
          ErrorCode.TEMPORARILY_UNAVAILABLE, "The replica's cache cannot be used.", e);
    }
  }

  private List<ArtifactEntry> readManifest(ModelUri model) {
    return folder.files(folder.manifest(model));
  }

  private static MlflowException told(PlatformException e) {
    return new MlflowException(
        e.mayPass() ? ErrorCode.TEMPORARILY_UNAVAILABLE : ErrorCode.INVALID_STATE,
        String.valueOf(e.getMessage()),
        e);
  }
}
