package dev.millrace.artifacts;

import dev.millrace.core.artifact.FileInfo;
import dev.millrace.core.artifact.ListArtifacts;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.validation.Require;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Artifacts by the run, logged model or model version they belong to. */
@Singleton
public class RunArtifactService {

  /** Bound of the upload form of MLflow's UI. Source: {@code upload_artifact_handler}. */
  private static final int MAX_FORM_BYTES = 10 * 1024 * 1024;

  private final ArtifactService artifacts;
  private final UploadService uploads;
  private final ArtifactRoots roots;

  RunArtifactService(ArtifactService artifacts, UploadService uploads, ArtifactRoots roots) {
    this.artifacts = artifacts;
    this.uploads = uploads;
    this.roots = roots;
  }

  /** One folder of a run. */
  public ListArtifacts.Response list(ListArtifacts request) {
    String runId =
        request.runId() == null || request.runId().isEmpty() ? request.runUuid() : request.runId();
    ArtifactPath folder = ArtifactPath.ofFolder(request.path());
    return list(roots.requireOfRun(Require.text(runId, "run_id")), folder);
  }

  ListArtifacts.Response listLoggedModel(String modelId, @Nullable String path) {
    ArtifactPath folder = ArtifactPath.ofFolder(path);
    return list(roots.requireOfLoggedModel(modelId), folder);
  }

  private ListArtifacts.Response list(String rootUri, ArtifactPath folder) {
    ArtifactPath root = ArtifactPath.ofUri(rootUri);
    List<FileInfo> files =
        artifacts.listFolder(root.resolve(folder)).stream()
            .map(file -> new FileInfo(below(folder, file.path()), file.isDir(), file.fileSize()))
            .toList();
    return new ListArtifacts.Response(rootUri, files);
  }

  private static String below(ArtifactPath folder, String name) {
    return folder.isRoot() ? name : folder + "/" + name;
  }

  /** Where a run keeps the file it calls {@code path}. */
  ArtifactPath pathOf(@Nullable String runId, String path) {
    ArtifactPath file = ArtifactPath.of(path);
    return ArtifactPath.ofUri(roots.requireOfRun(runId)).resolve(file);
  }

  /** Where a logged model keeps the file it calls {@code path}. */
  ArtifactPath pathOfLoggedModel(String modelId, @Nullable String path) {
    if (path == null || path.isEmpty()) {
      throw new MlflowException(
          ErrorCode.BAD_REQUEST,
          "Request must include the \"artifact_file_path\" query parameter.");
    }
    ArtifactPath file = ArtifactPath.of(path);
    return ArtifactPath.ofUri(roots.requireOfLoggedModel(modelId)).resolve(file);
  }

  /** Where a model version keeps the file it calls {@code path}. */
  ArtifactPath pathOfModelVersion(@Nullable String name, @Nullable String version, String path) {
    ArtifactPath file = ArtifactPath.of(path);
    return ArtifactPath.ofUri(roots.requireOfModelVersion(name, version)).resolve(file);
  }

  /** Stores a small file of a run, as MLflow's UI sends it. */
  void upload(@Nullable String runId, @Nullable String path, InputStream body, Checksums expected) {
    if (runId == null || runId.isEmpty()) {
      throw MlflowException.invalidParameter("Request must specify run_uuid.");
    }
    if (path == null || path.isEmpty()) {
      throw MlflowException.invalidParameter("Request must specify path.");
    }
    ArtifactPath file = ArtifactPath.of(path);
    byte[] data = readForm(body);
    ArtifactPath target = ArtifactPath.ofUri(roots.requireOfRun(runId)).resolve(file);
    uploads.upload(target, new ByteArrayInputStream(data), OptionalLong.of(data.length), expected);
  }

  private static byte[] readForm(InputStream body) {
    byte[] data;
    try {
      data = body.readNBytes(MAX_FORM_BYTES + 1);
    } catch (IOException e) {
      throw new MlflowException(
          ErrorCode.BAD_REQUEST, "The upload was cut off; nothing of it was kept.", e);
    }
    if (data.length == 0) {
      throw MlflowException.invalidParameter("Request must specify data.");
    }
    if (data.length > MAX_FORM_BYTES) {
      throw MlflowException.invalidParameter("Artifact size is too large. Max size is 10MB.");
    }
    return data;
  }
}
