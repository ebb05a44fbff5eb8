package dev.millrace.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A certificate of 127.0.0.1 that nobody but itself vouches for, as the PEM files MinIO wants. */
public final class TlsCertificate {

  private static final String PASSWORD = "changeit";
  private static final String ALIAS = "minio";

  private TlsCertificate() {}

  /** Writes {@code public.crt} and {@code private.key}; the first is the authority to trust. */
  public static Path writeTo(Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    Files.createDirectories(directory);
    Path store = directory.resolve("keys.p12");
    int exitCode =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    ALIAS,
                    "-keyalg",
                    "RSA",
                    "-dname",
                    "CN=minio",
                    "-ext",
                    "san=ip:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    store.toString()))
            .inheritIO()
            .start()
            .waitFor();
    if (exitCode != 0) {
      throw new AssertionError("keytool ended with " + exitCode);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    writePem(
        directory.resolve("private.key"),
        "PRIVATE KEY",
        keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
    Path certificate = directory.resolve("public.crt");
    writePem(certificate, "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
    return certificate;
  }

  private static void writePem(Path file, String kind, byte[] content) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
  }
}
