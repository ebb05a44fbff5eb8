package dev.millrace.artifacts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.minio.Checksum;
import io.minio.Signer;
import io.minio.Time;
import io.minio.Utils;
import io.minio.credentials.Credentials;
import io.minio.credentials.Provider;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.security.ProviderException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** Signs requests that MinIO's client does not send, by its own signer. */
final class S3Signer {

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

  private final String region;
  private final @Nullable Provider credentials;

  /**
   * @param credentials null for a store that is open to everybody
   */
  S3Signer(String region, @Nullable Provider credentials) {
    this.region = region;
    this.credentials = credentials;
  }

  /**
   * A request that reads an object.
   *
   * @param url of the object; asked for where no signature of it is kept
   */
  Request signedGet(String objectKey, Supplier<HttpUrl> url) throws IOException {
    String accessKey = fetchCredentials().map(Credentials::accessKey).orElse("");
    SignedGet signed = signedGets.getIfPresent(objectKey);
    if (signed == null || !signed.accessKey().equals(accessKey)) {
      signed =
          new SignedGet(sign("GET", url.get(), Map.of(), Checksum.UNSIGNED_PAYLOAD), accessKey);
      signedGets.put(objectKey, signed);
    }
    return signed.request();
  }

  /** Those of now; none for a store that is open to everybody. */
  Optional<Credentials> fetchCredentials() throws IOException {
    try {
      return credentials == null ? Optional.empty() : Optional.of(credentials.fetch());
    } catch (ProviderException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * @param payload what the signature says of the body: its SHA-256 in hex, or one of S3's words
   */
  Request sign(String method, HttpUrl url, Map<String, String> headers, String payload)
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
      throw S3Connection.failure(e);
    }
  }
}
