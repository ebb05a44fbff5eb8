package dev.millrace.platform.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.platform.process.StartupException;
import dev.millrace.testing.TlsCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a server starts with, and what it says of others. */
class TlsFilesTest {

  @TempDir Path folder;

  private Path certificate;
  private Path key;

  @BeforeEach
  void make() throws Exception {
    certificate = TlsCertificate.writeTo(folder.resolve("own"));
    key = certificate.resolveSibling("private.key");
  }

  @Test
  void aCertificateAndItsKeyAreTaken() {
    assertThat(TlsFiles.require(5001, null, null)).isNull();
    assertThat(TlsFiles.require(5001, certificate, key)).isEqualTo(new TlsFiles(certificate, key));
  }

  @Test
  void oneWithoutTheOtherIsRefused() {
    refused(5001, certificate, null, "go together");
    refused(5001, null, key, "go together");
    refused(null, certificate, key, "--grpc-port, which is not given");
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws Exception {
    Path other = TlsCertificate.writeTo(folder.resolve("other"));
    refused(5001, other, key, "is not the key of --grpc-tls-certificate " + other);
  }

  @Test
  void filesThatHoldSomethingElseAreRefusedWithoutTheirContent() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "my-secret");
    refused(5001, folder.resolve("none"), key, "cannot be read");
    refused(5001, certificate, folder.resolve("none"), "cannot be read");
    refused(5001, text, key, "has no certificate in PEM");
    refused(5001, certificate, text, "PKCS #8");
    Path old =
        Files.writeString(
            folder.resolve("old"), Files.readString(key).replace("PRIVATE", "RSA PRIVATE"));
    refused(5001, certificate, old, "openssl pkcs8 -topk8");
    Path broken =
        Files.writeString(
            folder.resolve("broken"),
            "-----BEGIN PRIVATE KEY-----\nmy-secret\n-----END PRIVATE KEY-----\n");
    refused(5001, certificate, broken, "has no RSA key");
  }

  private static void refused(
      @Nullable Integer port, @Nullable Path certificate, @Nullable Path key, String reason) {
    assertThatThrownBy(() -> TlsFiles.require(port, certificate, key))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(reason)
        .message()
        .doesNotContain("my-secret");
  }
}
