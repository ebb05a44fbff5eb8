package dev.millrace.cli.score;

import dev.millrace.batch.ScoringException;
import dev.millrace.client.Progress;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.MinioClient;
import io.minio.StatObjectArgs;
import io.minio.UploadObjectArgs;
import io.minio.credentials.StaticProvider;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Objects of an S3-compatible store, {@code s3://bucket/key}. Where it is and who asks is in
 * variables, as for MLflow and Amazon's tools: {@code MLFLOW_S3_ENDPOINT_URL} or {@code
 * AWS_ENDPOINT_URL_S3}, {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY}, {@code
 * AWS_SESSION_TOKEN} and {@code AWS_REGION}. Without a key requests are not signed.
 */
public final class Bucket implements AutoCloseable {

  private static final String SCHEME = "s3://";
  private static final int BUFFER = 1 << 17;

  private final MinioClient client;

  private record Place(String bucket, String key) {}

  public Bucket(Map<String, String> variables) {
    MinioClient.Builder builder =
        MinioClient.builder()
            .endpoint(
                first(
                        variables,
                        "MLFLOW_S3_ENDPOINT_URL",
                        "AWS_ENDPOINT_URL_S3",
                        "AWS_ENDPOINT_URL")
                    .orElse("https://s3.amazonaws.com"))
            .region(first(variables, "AWS_REGION", "AWS_DEFAULT_REGION").orElse("us-east-1"));
    Optional<String> key = first(variables, "AWS_ACCESS_KEY_ID");
    Optional<String> secret = first(variables, "AWS_SECRET_ACCESS_KEY");
    if (key.isPresent() && secret.isPresent()) {
      String token = first(variables, "AWS_SESSION_TOKEN").orElse(null);
      builder.credentialsProvider(new StaticProvider(key.get(), secret.get(), token));
    }
    this.client = builder.build();
  }

  private static Optional<String> first(Map<String, String> variables, String... names) {
    return Stream.of(names)
        .map(name -> variables.getOrDefault(name, ""))
        .filter(value -> !value.isBlank())
        .findFirst();
  }

  /** Whether a place is an object, and not a file. */
  public static boolean isObject(String place) {
    return place.startsWith(SCHEME);
  }

  /**
   * The last part of an object's key.
   *
   * @throws IllegalArgumentException where it has none
   */
  public static String name(String place) {
    String key = place(place).key();
    return key.substring(key.lastIndexOf('/') + 1);
  }

  private static Place place(String text) {
    String rest = text.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    if (slash < 1 || rest.endsWith("/")) {
      throw new IllegalArgumentException(text + " is no object: it must be s3://BUCKET/KEY.");
    }
    return new Place(rest.substring(0, slash), rest.substring(slash + 1));
  }

  /** The tag of an object's content; null where there is no such object. */
  public @Nullable String tag(String object) throws IOException {
    Place place = place(object);
    try {
      return client
          .statObject(StatObjectArgs.builder().bucket(place.bucket()).object(place.key()).build())
          .etag();
    } catch (ErrorResponseException e) {
      if (e.errorResponse().code().equals("NoSuchKey")) {
        return null;
      }
      throw failure(object, e);
    } catch (MinioException e) {
      throw failure(object, e);
    }
  }

  /**
   * Copies an object to a file, unless that is a copy of the same content already.
   *
   * @return the file, which is whole
   */
  public Path fetch(String object, Path file, Progress progress) throws IOException {
    String tag = tag(object);
    if (tag == null) {
      throw new ScoringException("There is no object " + object + ".");
    }
    Path tagFile = file.resolveSibling(file.getFileName() + ".etag");
    if (Files.exists(file)
        && Files.exists(tagFile)
        && Files.readString(tagFile, StandardCharsets.UTF_8).equals(tag)) {
      return file;
    }
    Path partial = file.resolveSibling(file.getFileName() + ".part");
    Place place = place(object);
    try (GetObjectResponse content =
            client.getObject(
                GetObjectArgs.builder()
                    .bucket(place.bucket())
                    .object(place.key())
                    .matchETag(tag)
                    .build());
        OutputStream out = Files.newOutputStream(partial)) {
      String announced = content.headers().get("Content-Length");
      long size = announced == null ? Progress.UNKNOWN : Long.parseLong(announced);
      byte[] buffer = new byte[BUFFER];
      long done = 0;
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        out.write(buffer, 0, read);
        done += read;
        progress.advanced(done, size);
      }
      if (size != Progress.UNKNOWN && done != size) {
        throw new IOException(object + " ended after " + done + " of " + size + " bytes.");
      }
    } catch (MinioException e) {
      throw failure(object, e);
    }
    Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(tagFile, tag, StandardCharsets.UTF_8);
    return file;
  }

  /** Drops the copy of an object. */
  public static void forget(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".etag"));
  }

  /** Makes an object of a file; in parts where it is large. */
  public void store(Path file, String object) throws IOException {
    Place place = place(object);
    try {
      client.uploadObject(
          UploadObjectArgs.builder()
              .bucket(place.bucket())
              .object(place.key())
              .filename(file.toString())
              .build());
    } catch (MinioException e) {
      throw failure(object, e);
    }
  }

  private static IOException failure(String object, MinioException e) {
    String reason =
        e instanceof ErrorResponseException refused
            ? refused.errorResponse().code()
            : String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
    return new IOException("The object store failed on " + object + ": " + reason, e);
  }

  @Override
  public void close() throws IOException {
    try {
      client.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
