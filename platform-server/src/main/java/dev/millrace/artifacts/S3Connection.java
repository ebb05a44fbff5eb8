package dev.millrace.artifacts;

import io.minio.MinioAsyncClient;
import io.minio.Utils;
import io.minio.credentials.Provider;
import io.minio.errors.ErrorResponseException;
import io.vertx.core.Vertx;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * One bucket of an S3-compatible store, addressed in path style. Calls that carry few bytes go
 * through MinIO's client; those that carry many are signed by it and sent by a blocking one, which
 * hands large arrays to the socket as they are.
 */
final class S3Connection implements AutoCloseable {

  /**
   * A store that will not take a long body says why before it is sent, where it is asked. Else it
   * cuts the connection in the middle, and its answer is lost.
   */
  private static final RequestConfig ASK_FIRST =
      RequestConfig.custom().setExpectContinueEnabled(true).build();

  private static final int LONG_BODY = 4 << 20;

  private static final String AMAZONS_HOST = "s3.amazonaws.com";
  private static final Pattern ERROR_CODE = Pattern.compile("<Code>(\\w+)</Code>");

  private final HttpUrl endpoint;
  private final String bucket;
  private final String prefix;
  private final String region;
  private final @Nullable Provider credentials;
  private final S3Signer signer;
  private final OkHttpClient http;
  private final MinioAsyncClient client;
  private final CloseableHttpClient bulk;
  private final S3Downloads downloads;

  /**
   * @param location {@code s3://bucket} or {@code s3://bucket/prefix}
   */
  S3Connection(URI location, ArtifactsConfig.S3 config, Vertx vertx) {
    this.bucket = location.getAuthority();
    this.prefix = prefixOf(location.getPath());
    this.region = config.region();
    this.endpoint = endpointOf(config.endpointUrl(), region);
    this.http = S3HttpClients.small(config);
    this.credentials = S3Credentials.of(config, http);
    this.signer = new S3Signer(region, credentials);
    this.client = clientFor(config.endpointUrl());
    this.bulk = S3HttpClients.bulk(http);
    this.downloads =
        new S3Downloads(vertx, S3HttpClients.downloads(endpoint, http, !config.ignoreTls()));
  }

  private static String prefixOf(@Nullable String path) {
    String trimmed = path == null ? "" : path.replaceAll("^/+|/+$", "");
    return trimmed.isEmpty() ? "" : trimmed + "/";
  }

  private static HttpUrl endpointOf(String url, String region) {
    HttpUrl endpoint = HttpUrl.parse(url);
    if (endpoint == null) {
      throw new IllegalStateException(
          "millrace.artifacts.s3.endpoint-url is '%s'; it must be an http or https URL"
              .formatted(url));
    }
    // Of buckets in another region than the first, Amazon's common host only says that they are
    // elsewhere. MinIO's client asks the host of the region by itself.
    return endpoint.host().equals(AMAZONS_HOST)
        ? endpoint.newBuilder().host("s3." + region + ".amazonaws.com").build()
        : endpoint;
  }

  /** MinIO's client for the bucket as it is seen under a URL. */
  MinioAsyncClient clientFor(String url) {
    MinioAsyncClient.Builder builder =
        MinioAsyncClient.builder().endpoint(url).region(region).httpClient(http);
    return credentials == null ? builder.build() : builder.credentialsProvider(credentials).build();
  }

  /**
   * MinIO's client for what carries few bytes.
   *
   * @throws IOException where there are no credentials now: the client itself would throw something
   *     that is no matter of input and output
   */
  MinioAsyncClient client() throws IOException {
    requireCredentials();
    return client;
  }

  String bucket() {
    return bucket;
  }

  /** Name in the bucket of the object with that key. */
  String nameOf(String objectKey) {
    return prefix + objectKey;
  }

  /** Key of the object with that name in the bucket. */
  String keyOf(String name) {
    return name.substring(prefix.length());
  }

  /** URL of an object. */
  HttpUrl.Builder urlOf(String objectKey) {
    return endpoint
        .newBuilder()
        .addPathSegment(bucket)
        .addEncodedPathSegments(Utils.encodePath(nameOf(objectKey)));
  }

  /**
   * Reads an object on this thread; the caller closes the answer.
   *
   * @param unsigned headers that say which part of it
   * @throws FileNotFoundException where the store has no such object
   */
  ClassicHttpResponse get(String objectKey, Map<String, String> unsigned) throws IOException {
    HttpUriRequestBase request = requestOf(signedGet(objectKey));
    unsigned.forEach(request::setHeader);
    return send(request);
  }

  /**
   * Reads an object on the event loop of this thread's request.
   *
   * @param unsigned headers that say which part of it
   * @throws FileNotFoundException where the store has no such object
   */
  S3Download download(String objectKey, Map<String, String> unsigned, Verification verification)
      throws IOException {
    return downloads.open(signedGet(objectKey), unsigned, verification);
  }

  private Request signedGet(String objectKey) throws IOException {
    return signer.signedGet(objectKey, () -> urlOf(objectKey).build());
  }

  /** Stores an object or a part of one on this thread; the caller closes the answer. */
  ClassicHttpResponse put(HttpUrl url, ChecksummedBody body) throws IOException {
    HttpUriRequestBase request =
        requestOf(signer.sign("PUT", url, body.headers(), ChecksummedBody.PAYLOAD));
    request.setEntity(body);
    if (body.getContentLength() > LONG_BODY) {
      request.setConfig(ASK_FIRST);
    }
    return send(request);
  }

  private static HttpUriRequestBase requestOf(Request signed) {
    HttpUriRequestBase request = new HttpUriRequestBase(signed.method(), signed.url().uri());
    signed.headers().forEach(header -> request.setHeader(header.getFirst(), header.getSecond()));
    return request;
  }

  private ClassicHttpResponse send(HttpUriRequestBase request) throws IOException {
    ClassicHttpResponse response = bulk.executeOpen(null, request, null);
    if (response.getCode() / 100 == 2) {
      return response;
    }
    try (response) {
      throw failure(request.getPath(), response);
    }
  }

  /** Fetches them where they have to be fetched. */
  void requireCredentials() throws IOException {
    signer.fetchCredentials();
  }

  private static IOException failure(String path, ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    return failure(
        path,
        response.getCode(),
        entity == null
            ? ""
            : new String(entity.getContent().readNBytes(4096), StandardCharsets.UTF_8));
  }

  /**
   * What a status other than 2xx means.
   *
   * @param body the beginning of the answer
   */
  static IOException failure(String path, int status, String body) {
    // S3 tells why in a few lines of XML; only its code is worth a line of the log.
    Matcher code = ERROR_CODE.matcher(body);
    String reason = code.find() ? code.group(1) : "HTTP " + status;
    return status == 404 && !reason.equals("NoSuchBucket")
        ? new FileNotFoundException(reason + " " + path)
        : new S3Exception(reason);
  }

  /** Waits for an answer of MinIO's client. */
  static <T> T await(CompletableFuture<T> answer) throws IOException {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    }
  }

  static IOException failure(Throwable cause) {
    if (cause instanceof CompletionException && cause.getCause() != null) {
      return failure(cause.getCause());
    }
    if (cause instanceof ErrorResponseException e) {
      String code = e.errorResponse().code();
      return code.equals("NoSuchKey")
          ? (IOException) new FileNotFoundException(code).initCause(e)
          : new S3Exception(code, e);
    }
    return cause instanceof IOException e ? e : new IOException(cause.getMessage(), cause);
  }

  @Override
  public void close() {
    downloads.close();
    bulk.close(CloseMode.GRACEFUL);
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
