package dev.millrace.artifacts;

import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.MinioAsyncClient;
import io.minio.StatObjectArgs;
import io.minio.errors.MinioException;
import io.minio.messages.Part;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Lets callers exchange bytes with the store themselves: uploads in parts, and URLs that are signed
 * for a while.
 */
final class S3DirectTransfers {

  private static final Logger LOG = Logger.getLogger(S3DirectTransfers.class);

  private final S3Connection connection;
  private final MinioAsyncClient asCallersSeeIt;

  S3DirectTransfers(S3Connection connection, ArtifactsConfig.S3 config) {
    this.connection = connection;
    this.asCallersSeeIt =
        connection.clientFor(config.publicEndpointUrl().orElse(config.endpointUrl()));
  }

  /** Begins an upload in parts; S3's id of it. */
  String create(String objectKey) throws IOException {
    return create(objectKey, new Http.Headers());
  }

  /** As {@link #create}, where every part comes with its CRC-32C. */
  String createChecked(String objectKey) throws IOException {
    return create(objectKey, new Http.Headers("x-amz-checksum-algorithm", "CRC32C"));
  }

  private String create(String objectKey, Http.Headers headers) throws IOException {
    headers.put("Content-Type", "application/octet-stream");
    return S3Connection.await(
            connection
                .client()
                .createMultipartUpload(
                    CreateMultipartUploadArgs.builder()
                        .bucket(connection.bucket())
                        .object(connection.nameOf(objectKey))
                        .headers(headers)
                        .build()))
        .result()
        .uploadId();
  }

  /** URL to which a caller PUTs one part, within that time. */
  String urlOfPart(String objectKey, String uploadId, int partNumber, Duration validFor)
      throws IOException {
    return presign(
        objectKey,
        Http.Method.PUT,
        Map.of("uploadId", uploadId, "partNumber", Integer.toString(partNumber)),
        validFor);
  }

  /**
   * URL from which a caller GETs an object, within that time.
   *
   * @param disposition Content-Disposition of the answer
   */
  String urlOf(String objectKey, String disposition, Duration validFor) throws IOException {
    return presign(
        objectKey, Http.Method.GET, Map.of("response-content-disposition", disposition), validFor);
  }

  private String presign(
      String objectKey, Http.Method method, Map<String, String> parameters, Duration validFor)
      throws IOException {
    connection.requireCredentials();
    try {
      return asCallersSeeIt.getPresignedObjectUrl(
          GetPresignedObjectUrlArgs.builder()
              .method(method)
              .bucket(connection.bucket())
              .object(connection.nameOf(objectKey))
              .extraQueryParams(parameters)
              .expiry((int) validFor.toSeconds())
              .build());
    } catch (MinioException e) {
      throw S3Connection.failure(e);
    }
  }

  /**
   * Makes one object of the parts. Of an upload that was completed before, it is that object.
   *
   * @throws S3Exception {@code NoSuchUpload}, {@code InvalidPart} and the like
   */
  void complete(String objectKey, String uploadId, List<Part> parts) throws IOException {
    try {
      S3Connection.await(
          connection
              .client()
              .completeMultipartUpload(
                  CompleteMultipartUploadArgs.builder()
                      .bucket(connection.bucket())
                      .object(connection.nameOf(objectKey))
                      .uploadId(uploadId)
                      .parts(parts.toArray(Part[]::new))
                      .build()));
    } catch (S3Exception e) {
      if (!e.code().equals("NoSuchUpload") || !exists(objectKey)) {
        throw e;
      }
    }
  }

  private boolean exists(String objectKey) {
    try {
      return sizeOf(objectKey) >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Bytes of an object. */
  long sizeOf(String objectKey) throws IOException {
    return S3Connection.await(
            connection
                .client()
                .statObject(
                    StatObjectArgs.builder()
                        .bucket(connection.bucket())
                        .object(connection.nameOf(objectKey))
                        .build()))
        .size();
  }

  /** Drops the parts of an upload; one that the store does not know is fine. */
  void abort(String objectKey, String uploadId) {
    try {
      S3Connection.await(
          connection
              .client()
              .abortMultipartUpload(
                  AbortMultipartUploadArgs.builder()
                      .bucket(connection.bucket())
                      .object(connection.nameOf(objectKey))
                      .uploadId(uploadId)
                      .build()));
    } catch (IOException e) {
      if (!(e instanceof S3Exception refused) || !refused.code().equals("NoSuchUpload")) {
        LOG.warnf("parts of object %s are left in the store: %s", objectKey, e.toString());
      }
    }
  }
}
