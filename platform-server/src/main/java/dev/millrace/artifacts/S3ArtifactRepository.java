package dev.millrace.artifacts;

import io.minio.BucketExistsArgs;
import io.minio.ListObjectsV2Args;
import io.minio.MakeBucketArgs;
import io.minio.RemoveObjectArgs;
import io.minio.messages.Part;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import okhttp3.HttpUrl;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** A bucket of an S3-compatible object store. */
final class S3ArtifactRepository implements ArtifactRepository, AutoCloseable {

  /** The most that S3 takes as one. Source: "Amazon S3 multipart upload limits". */
  private static final long MAX_SINGLE_BYTES = 5L << 30;

  /** A part of an upload whose length is known: ten thousand of them, S3's limit, make 5 TB. */
  private static final long PART_BYTES = 512L << 20;

  /** A part that is read into memory, for want of a length. Ten thousand of them make 84 GB. */
  private static final int READ_PART_BYTES = 8 << 20;

  /** An eighth of the heap at most holds such parts. */
  private static final Semaphore READ_PARTS =
      new Semaphore(
          (int) Math.max(1, Runtime.getRuntime().maxMemory() / 8 / READ_PART_BYTES), true);

  private final S3Connection connection;
  private final S3DirectTransfers directTransfers;

  S3ArtifactRepository(S3Connection connection, ArtifactsConfig.S3 config) {
    this.connection = connection;
    this.directTransfers = new S3DirectTransfers(connection, config);
  }

  /** Creates the bucket where it does not exist. */
  void ensureBucket() throws IOException {
    String bucket = connection.bucket();
    boolean exists =
        S3Connection.await(
            connection.client().bucketExists(BucketExistsArgs.builder().bucket(bucket).build()));
    if (!exists) {
      S3Connection.await(
          connection.client().makeBucket(MakeBucketArgs.builder().bucket(bucket).build()));
    }
  }

  @Override
  public void write(String objectKey, InputStream content, OptionalLong length) throws IOException {
    if (length.isPresent() && length.getAsLong() <= MAX_SINGLE_BYTES) {
      put(connection.urlOf(objectKey).build(), content, length.getAsLong()).close();
    } else {
      writeInParts(objectKey, content, length);
    }
  }

  private void writeInParts(String objectKey, InputStream content, OptionalLong length)
      throws IOException {
    String uploadId = directTransfers.createChecked(objectKey);
    try {
      List<Part> parts =
          length.isPresent()
              ? sendParts(objectKey, uploadId, content, length.getAsLong())
              : readAndSendParts(objectKey, uploadId, content);
      directTransfers.complete(objectKey, uploadId, parts);
    } catch (IOException | RuntimeException e) {
      directTransfers.abort(objectKey, uploadId);
      throw e;
    }
  }

  private List<Part> sendParts(String objectKey, String uploadId, InputStream content, long length)
      throws IOException {
    List<Part> parts = new ArrayList<>();
    for (long sent = 0; sent < length; sent += PART_BYTES) {
      long part = Math.min(PART_BYTES, length - sent);
      parts.add(putPart(objectKey, uploadId, parts.size() + 1, content, part));
    }
    return parts;
  }

  private List<Part> readAndSendParts(String objectKey, String uploadId, InputStream content)
      throws IOException {
    if (!READ_PARTS.tryAcquire()) {
      throw new IOException("too many uploads without a Content-Length at the same time");
    }
    try {
      List<Part> parts = new ArrayList<>();
      byte[] part;
      do {
        part = content.readNBytes(READ_PART_BYTES);
        parts.add(
            putPart(
                objectKey,
                uploadId,
                parts.size() + 1,
                new ByteArrayInputStream(part),
                part.length));
      } while (part.length == READ_PART_BYTES);
      return parts;
    } finally {
      READ_PARTS.release();
    }
  }

  private Part putPart(
      String objectKey, String uploadId, int number, InputStream content, long length)
      throws IOException {
    HttpUrl url =
        connection
            .urlOf(objectKey)
            .addQueryParameter("partNumber", Integer.toString(number))
            .addQueryParameter("uploadId", uploadId)
            .build();
    try (ClassicHttpResponse response = put(url, content, length)) {
      String entityTag = header(response, "ETag").replace("\"", "");
      String checksum = header(response, ChecksummedBody.CHECKSUM);
      return new Part(number, entityTag, null, checksum, null, null, null);
    }
  }

  private ClassicHttpResponse put(HttpUrl url, InputStream content, long length)
      throws IOException {
    ClassicHttpResponse response = connection.put(url, new ChecksummedBody(content, length));
    // An answer that was read to its end gives its connection back.
    EntityUtils.consume(response.getEntity());
    return response;
  }

  private static String header(ClassicHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null ? "" : header.getValue();
  }

  @Override
  public InputStream read(String objectKey) throws IOException {
    return get(objectKey, Map.of());
  }

  @Override
  public InputStream read(String objectKey, long offset, long length) throws IOException {
    return get(objectKey, range(offset, length));
  }

  @Override
  public S3Download body(String objectKey, long offset, long length, Verification verification)
      throws IOException {
    return connection.download(
        objectKey, verification.isOfWhole() ? Map.of() : range(offset, length), verification);
  }

  private static Map<String, String> range(long offset, long length) {
    return Map.of("Range", "bytes=%d-%d".formatted(offset, offset + length - 1));
  }

  private InputStream get(String objectKey, Map<String, String> headers) throws IOException {
    ClassicHttpResponse response = connection.get(objectKey, headers);
    HttpEntity entity = response.getEntity();
    return entity == null ? InputStream.nullInputStream() : new AnswerStream(response, entity);
  }

  /** The body of an answer. Closed before its end, it drops the connection with the rest. */
  private static final class AnswerStream extends FilterInputStream {

    private final ClassicHttpResponse response;

    AnswerStream(ClassicHttpResponse response, HttpEntity entity) throws IOException {
      super(entity.getContent());
      this.response = response;
    }

    @Override
    public void close() throws IOException {
      response.close();
    }
  }

  @Override
  public boolean holds(String objectKey, long sizeBytes) throws IOException {
    try {
      return directTransfers.sizeOf(objectKey) == sizeBytes;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  @Override
  public void remove(String objectKey) throws IOException {
    S3Connection.await(
        connection
            .client()
            .removeObject(
                RemoveObjectArgs.builder()
                    .bucket(connection.bucket())
                    .object(connection.nameOf(objectKey))
                    .build()));
  }

  @Override
  public List<ListedObject> list(String prefix, String after, int limit) throws IOException {
    ListObjectsV2Args.Builder args =
        ListObjectsV2Args.builder()
            .bucket(connection.bucket())
            .prefix(connection.nameOf(prefix))
            .maxKeys(limit);
    if (!after.isEmpty()) {
      args.startAfter(connection.nameOf(after));
    }
    return S3Connection.await(connection.client().listObjectsV2(args.build()))
        .result()
        .contents()
        .stream()
        .map(object -> new ListedObject(connection.keyOf(object.objectName()), object.size()))
        .toList();
  }

  @Override
  public Optional<S3DirectTransfers> directTransfers() {
    return Optional.of(directTransfers);
  }

  @Override
  public void close() {
    connection.close();
  }
}
