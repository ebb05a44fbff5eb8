package dev.millrace.artifacts;

import dev.millrace.artifacts.MultipartUploadStore.Upload;
import dev.millrace.core.artifact.AbortMultipartUpload;
import dev.millrace.core.artifact.CompleteMultipartUpload;
import dev.millrace.core.artifact.CreateMultipartUpload;
import dev.millrace.core.artifact.DirectTransferOffer;
import dev.millrace.core.artifact.PresignedDownload;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.validation.Keys;
import dev.millrace.core.validation.Require;
import dev.millrace.platform.http.FileResponse;
import io.minio.messages.Part;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Transfers between callers and the object store past this server. It says where the bytes go and
 * reads them once when they are there: what becomes visible is hashed, as any other file.
 */
@Singleton
final class DirectTransferService implements DirectTransferOffer {

  private static final int MAX_PARTS = 10_000;

  private final ArtifactService artifacts;
  private final UploadService uploads;
  private final ObjectStore objects;
  private final MultipartUploadStore store;
  private final ArtifactRepository repository;
  private final ArtifactsConfig config;

  DirectTransferService(
      ArtifactService artifacts,
      UploadService uploads,
      ObjectStore objects,
      MultipartUploadStore store,
      ArtifactRepository repository,
      ArtifactsConfig config) {
    this.artifacts = artifacts;
    this.uploads = uploads;
    this.objects = objects;
    this.store = store;
    this.repository = repository;
    this.config = config;
  }

  @Override
  public boolean isMade() {
    return config.directTransfers() && repository.directTransfers().isPresent();
  }

  /** Begins an upload of a file into a folder. */
  CreateMultipartUpload.Response create(ArtifactPath folder, CreateMultipartUpload request) {
    ArtifactPath path = fileIn(folder, request.path());
    long parts = request.numParts() == null ? 1 : request.numParts();
    if (parts < 1 || parts > MAX_PARTS) {
      throw MlflowException.invalidParameter(
          "Invalid value %d for parameter 'num_parts' supplied: it must be between 1 and %d."
              .formatted(parts, MAX_PARTS));
    }
    S3DirectTransfers direct = requireSupport("Multipart upload");
    String objectKey = ObjectKeys.create();
    try {
      objects.insertUnreferenced(objectKey);
      String uploadId = direct.create(objectKey);
      QuarkusTransaction.requiringNew().run(() -> store.insert(uploadId, objectKey, path));
      List<CreateMultipartUpload.Credential> credentials = new ArrayList<>();
      for (int part = 1; part <= parts; part++) {
        String url = direct.urlOfPart(objectKey, uploadId, part, config.directTransferTime());
        credentials.add(new CreateMultipartUpload.Credential(url, part, Map.of()));
      }
      return new CreateMultipartUpload.Response(uploadId, credentials);
    } catch (IOException e) {
      throw ArtifactService.unavailable(e);
    }
  }

  /** Makes a file of what was sent. Asked again, it answers the same. */
  void complete(ArtifactPath folder, CompleteMultipartUpload request) {
    ArtifactPath path = fileIn(folder, request.path());
    List<Part> parts = partsOf(request);
    S3DirectTransfers direct = requireSupport("Multipart upload");
    Upload upload = requireUpload(path, request.uploadId());
    if (upload.completed()) {
      return;
    }
    try {
      direct.complete(upload.objectKey(), upload.uploadId(), parts);
      UploadStream.Received content =
          UploadStream.ofObject(repository, upload.objectKey(), direct.sizeOf(upload.objectKey()));
      uploads.publish(StoredArtifact.of(path, upload.objectKey(), content));
    } catch (S3Exception e) {
      if (e.isCallersFault()) {
        throw new MlflowException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "The parts of '%s' cannot be put together: the object store answered %s."
                .formatted(path, e.code()),
            e);
      }
      throw ArtifactService.unavailable(e);
    } catch (IOException e) {
      throw ArtifactService.unavailable(e);
    }
    store.markCompleted(upload.uploadId());
  }

  /** Drops an upload; an unknown one is fine. */
  void abort(ArtifactPath folder, AbortMultipartUpload request) {
    ArtifactPath path = fileIn(folder, request.path());
    S3DirectTransfers direct = requireSupport("Multipart upload");
    store
        .find(Require.text(request.uploadId(), "upload_id"))
        .filter(upload -> upload.path().equals(path.value()) && !upload.completed())
        .ifPresent(
            upload -> {
              direct.abort(upload.objectKey(), upload.uploadId());
              store.delete(upload.uploadId());
              uploads.discard(upload.objectKey());
            });
  }

  /** Where a file may be read. Its bytes stay for that time, whatever becomes of the file. */
  PresignedDownload presign(ArtifactPath path) {
    S3DirectTransfers direct = requireSupport("Multipart download");
    StoredArtifact artifact = artifacts.requireArtifact(path);
    objects.lease(artifact.sha256(), config.directTransferTime());
    try {
      String url =
          direct.urlOf(
              artifact.objectKey(),
              FileResponse.attachment(path.name()),
              config.directTransferTime());
      return new PresignedDownload(url, Map.of(), artifact.sizeBytes());
    } catch (IOException e) {
      throw ArtifactService.unavailable(e);
    }
  }

  private Upload requireUpload(ArtifactPath path, @Nullable String uploadId) {
    String id = Require.text(uploadId, "upload_id");
    return store
        .find(id)
        .filter(upload -> upload.path().equals(path.value()))
        .orElseThrow(
            () ->
                MlflowException.notFound(
                    "No such upload: %s of '%s'".formatted(Keys.quote(id), path)));
  }

  private static List<Part> partsOf(CompleteMultipartUpload request) {
    List<Part> parts = new ArrayList<>();
    for (CompleteMultipartUpload.Part part : Require.listOrEmpty(request.parts())) {
      if (part == null
          || part.partNumber() == null
          || part.partNumber() < 1
          || part.partNumber() > MAX_PARTS
          || part.etag() == null) {
        throw MlflowException.invalidParameter(
            "Invalid value for parameter 'parts[%d]' supplied: a part has a part_number and an etag."
                .formatted(parts.size()));
      }
      parts.add(new Part(part.partNumber().intValue(), part.etag().replace("\"", "")));
    }
    if (parts.isEmpty()) {
      throw MlflowException.invalidParameter("Missing value for required parameter 'parts'.");
    }
    return parts;
  }

  /** MLflow: the last name of the caller's own path is the artifact's. */
  private static ArtifactPath fileIn(ArtifactPath folder, @Nullable String callersPath) {
    String local = Require.text(callersPath, "path");
    String name = local.substring(Math.max(local.lastIndexOf('/'), local.lastIndexOf('\\')) + 1);
    return folder.resolve(ArtifactPath.of(name));
  }

  private S3DirectTransfers requireSupport(String what) {
    // Clients take these words as the sign to send the file through the server.
    return repository
        .directTransfers()
        .orElseThrow(
            () ->
                new MlflowException(
                    ErrorCode.NOT_IMPLEMENTED,
                    what + " is not supported for the current artifact repository"));
  }
}
