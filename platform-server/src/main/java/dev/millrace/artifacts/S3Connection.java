package dev.millrace.artifacts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.minio.Checksum;
import io.minio.Http;
import io.minio.MinioAsyncClient;
import io.minio.Signer;
import io.minio.Time;
import io.minio.Utils;
import io.minio.credentials.Credentials;
import io.minio.credentials.Provider;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.Vertx;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One bucket of an S3-compatible store, addressed in path style. Calls that carry few bytes go
 * through MinIO's client; those that carry many are signed by it and sent by a blocking one, which
 * hands large arrays to the socket as they are.
 */
final class S3Connection implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(30);

  /**
   * A connection that waited longer is not used again: the store may be closing it just then, and
   * what was sent by it cannot be sent twice. MinIO closes its own after 30 seconds, Amazon's S3
   * after about 20.
   */
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(10);

  /** As many as the server has threads that may wait for the store. */
  private static final int CONNECTIONS = 200;

  /**
   * A store that will not take a long body says why before it is sent, where it is asked. Else it
   * cuts the connection in the middle, and its answer is lost.
   */
  private static final RequestConfig ASK_FIRST =
      RequestConfig.custom().setExpectContinueEnabled(true).build();

  private static final int LONG_BODY = 4 << 20;

  private static final String AMAZONS_HOST = "s3.amazonaws.com";
  private static final Pattern ERROR_CODE = Pattern.compile("<Code>(\\w+)</Code>");

  /**
   * A signature is good for a quarter of an hour; the clock of the store may be wrong by the rest.
   */
  private static final Duration SIGNED_FOR = Duration.ofMinutes(5);

  private static final int SIGNED_OBJECTS = 2_000;

  /** How an object is read, with the key that signed it. */
  private record SignedGet(Request request, String accessKey) {}

  /** By object key. Whoever reads a model again soon, as its replicas do, need not sign again. */
  private final Cache<String, SignedGet> signedGets =
      Caffeine.newBuilder().expireAfterWrite(SIGNED_FOR).maximumSize(SIGNED_OBJECTS).build();

  private final HttpUrl endpoint;
  private final String bucket;
  private final String prefix;
  private final String region;
  private final @Nullable Provider credentials;
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
    this.http = httpClient(config);
    this.credentials = S3Credentials.of(config, http);
    this.client = clientFor(config.endpointUrl());
    this.bulk = bulkClient(http);
    this.downloads = new S3Downloads(vertx, downloadSettings(config));
  }

  private S3Downloads.Settings downloadSettings(ArtifactsConfig.S3 config) {
    return new S3Downloads.Settings(
        endpoint,
        endpoint.isHttps() ? nettyTls(http) : null,
        !config.ignoreTls(),
        CONNECT_TIMEOUT,
        STORE_TIMEOUT,
        IDLE_TIMEOUT);
  }

  private static SslContext nettyTls(OkHttpClient http) {
    try {
      return SslContextBuilder.forClient()
          .sslProvider(SslProvider.JDK)
          .trustManager(Objects.requireNonNull(http.x509TrustManager(), "trust manager"))
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
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

  private static OkHttpClient httpClient(ArtifactsConfig.S3 config) {
    OkHttpClient http =
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectTimeout(CONNECT_TIMEOUT)
            .readTimeout(STORE_TIMEOUT)
            .writeTimeout(STORE_TIMEOUT)
            .followRedirects(false)
            .build();
    try {
      Optional<String> authorities = config.caFile();
      if (authorities.isPresent()) {
        http = Http.enableExternalCertificates(http, authorities.get(), null);
      }
      return config.ignoreTls() ? Http.disableCertCheck(http) : http;
    } catch (MinioException e) {
      throw new IllegalStateException(
          "millrace.artifacts.s3.ca-file cannot be used: " + e.getMessage(), e);
    }
  }

  private static CloseableHttpClient bulkClient(OkHttpClient http) {
    X509TrustManager trust = Objects.requireNonNull(http.x509TrustManager(), "trust manager");
    SSLContext tls;
    try {
      tls = SSLContext.getInstance("TLS");
      tls.init(null, new TrustManager[] {trust}, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
    return HttpClients.custom()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls, http.hostnameVerifier()))
                .setMaxConnPerRoute(CONNECTIONS)
                .setMaxConnTotal(CONNECTIONS)
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(CONNECT_TIMEOUT))
                        .setSocketTimeout(Timeout.of(STORE_TIMEOUT))
                        .setIdleTimeout(Timeout.of(IDLE_TIMEOUT))
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .build())
                .build())
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .disableDefaultUserAgent()
        .build();
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
    String accessKey = fetchCredentials().map(Credentials::accessKey).orElse("");
    SignedGet signed = signedGets.getIfPresent(objectKey);
    if (signed == null || !signed.accessKey().equals(accessKey)) {
      HttpUrl url = urlOf(objectKey).build();
      signed = new SignedGet(sign("GET", url, Map.of(), Checksum.UNSIGNED_PAYLOAD), accessKey);
      signedGets.put(objectKey, signed);
    }
    return signed.request();
  }

  /** Stores an object or a part of one on this thread; the caller closes the answer. */
  ClassicHttpResponse put(HttpUrl url, ChecksummedBody body) throws IOException {
    HttpUriRequestBase request =
        requestOf(sign("PUT", url, body.headers(), ChecksummedBody.PAYLOAD));
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
    fetchCredentials();
  }

  private Optional<Credentials> fetchCredentials() throws IOException {
    try {
      return credentials == null ? Optional.empty() : Optional.of(credentials.fetch());
    } catch (ProviderException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * @param payload what the signature says of the body: its SHA-256 in hex, or one of S3's words
   */
  private Request sign(String method, HttpUrl url, Map<String, String> headers, String payload)
      throws IOException {
    Request.Builder request =
        new Request.Builder()
            .url(url)
            .method(method, method.equals("PUT") ? RequestBody.EMPTY : null)
            .headers(Headers.of(headers));
    Optional<Credentials> fetched = fetchCredentials();
    if (fetched.isEmpty()) {
      return request.build();
    }
    Credentials now = fetched.get();
    if (now.sessionToken() != null) {
      request.header("x-amz-security-token", now.sessionToken());
    }
    request
        .header("Host", Utils.getHostHeader(url))
        .header("x-amz-content-sha256", payload)
        .header("x-amz-date", ZonedDateTime.now(Time.UTC).format(Time.AMZ_DATE_FORMAT));
    try {
      return Signer.signV4S3(request.build(), region, now.accessKey(), now.secretKey(), payload);
    } catch (MinioException e) {
      throw failure(e);
    }
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
