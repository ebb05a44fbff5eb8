package dev.millrace.artifacts;

import io.minio.Http;
import io.minio.errors.MinioException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** How the store is connected to: the same times and certificates for all that goes there. */
final class S3HttpClients {

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

  private S3HttpClients() {}

  /** That MinIO's client works with. */
  static OkHttpClient small(ArtifactsConfig.S3 config) {
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

  /** A blocking one, which hands large arrays to the socket as they are. */
  static CloseableHttpClient bulk(OkHttpClient http) {
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

  /** For what goes on to callers. */
  static S3Downloads.Settings downloads(HttpUrl endpoint, OkHttpClient http, boolean verifiesHost) {
    return new S3Downloads.Settings(
        endpoint,
        endpoint.isHttps() ? nettyTls(http) : null,
        verifiesHost,
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
}
