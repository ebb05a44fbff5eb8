package dev.millrace.platform.grpc;

import dev.millrace.platform.process.StartupException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that the gRPC port shows, and its key, looked at before the server boots: a
 * refusal then is one line, and not every call.
 *
 * @param certificate in PEM, with those that vouch for it behind it
 * @param key in PEM, as PKCS #8 without a password
 */
record TlsFiles(Path certificate, Path key) {

  static final String CERTIFICATE = "--grpc-tls-certificate";
  static final String KEY = "--grpc-tls-key";
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

  /** The files, after they were seen to belong together; null where none are named. */
  static @Nullable TlsFiles require(
      @Nullable Integer grpcPort, @Nullable Path certificate, @Nullable Path key) {
    if (certificate == null && key == null) {
      return null;
    }
    if (certificate == null || key == null) {
      throw new StartupException(
          CERTIFICATE + " and " + KEY + " go together: a certificate and its key, in PEM.");
    }
    if (grpcPort == null) {
      throw new StartupException(
          CERTIFICATE + " is that of --grpc-port, which is not given. HTTP is served without TLS.");
    }
    TlsFiles files = new TlsFiles(certificate.toAbsolutePath(), key.toAbsolutePath());
    files.requirePair();
    return files;
  }

  private void requirePair() {
    PublicKey open = readCertificate();
    String algorithm = open.getAlgorithm();
    String signing = SIGNATURES.get(algorithm);
    if (signing == null) {
      throw new StartupException(
          CERTIFICATE
              + " "
              + certificate
              + " has a key of "
              + algorithm
              + "; RSA and EC are taken.");
    }
    PrivateKey secret = readKey(algorithm);
    try {
      byte[] anything = "anything".getBytes(StandardCharsets.UTF_8);
      Signature signature = Signature.getInstance(signing);
      signature.initSign(secret);
      signature.update(anything);
      byte[] signed = signature.sign();
      signature.initVerify(open);
      signature.update(anything);
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      // They do not belong together either.
    }
    throw new StartupException(
        "%s %s is not the key of %s %s.".formatted(KEY, key, CERTIFICATE, certificate));
  }

  private PublicKey readCertificate() {
    try (InputStream in = Files.newInputStream(certificate)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in).getPublicKey();
    } catch (IOException e) {
      throw unreadable(CERTIFICATE, certificate, e);
    } catch (GeneralSecurityException e) {
      throw new StartupException(
          "%s %s has no certificate in PEM.".formatted(CERTIFICATE, certificate), e);
    }
  }

  private PrivateKey readKey(String algorithm) {
    try {
      Matcher pem = PKCS8.matcher(Files.readString(key, StandardCharsets.ISO_8859_1));
      if (pem.find()) {
        byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      }
    } catch (IOException e) {
      throw unreadable(KEY, key, e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Said below: what the file holds is nobody's to read in a log.
    }
    throw new StartupException(
        ("%s %s has no %s key in PEM as PKCS #8 without a password (BEGIN PRIVATE KEY); `openssl"
                + " pkcs8 -topk8 -nocrypt -in KEY` makes one.")
            .formatted(KEY, key, algorithm));
  }

  private static StartupException unreadable(String option, Path file, IOException e) {
    return new StartupException("%s %s cannot be read: %s".formatted(option, file, e), e);
  }
}
