package dev.millrace.platform.grpc;

import dev.millrace.platform.process.ListenAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of gRPC, which every server has. */
public final class GrpcOptions {

  @Option(
      names = "--grpc-port",
      paramLabel = "PORT",
      description =
          "Port to serve the Open Inference Protocol over gRPC on, 0 for a free one (default:"
              + " not served).")
  @Nullable Integer port;

  @Option(
      names = TlsFiles.CERTIFICATE,
      paramLabel = "FILE",
      description = "Certificate in PEM, with which that port speaks TLS (default: no TLS).")
  @Nullable Path certificate;

  @Option(
      names = TlsFiles.KEY,
      paramLabel = "FILE",
      description = "Its key in PEM, as PKCS #8 without a password.")
  @Nullable Path key;

  /** As if none were given. */
  public void switchOff() {
    port = null;
    certificate = null;
    key = null;
  }

  /** The settings that they make, after they were seen to be possible. */
  public Map<String, String> require(ListenAddress address, int httpPort) {
    Map<String, String> settings = new HashMap<>();
    Integer grpcPort = address.requireGrpcPort(port, httpPort);
    TlsFiles tls = TlsFiles.require(grpcPort, certificate, key);
    if (grpcPort != null) {
      settings.put("millrace.grpc-port", grpcPort.toString());
    }
    if (tls != null) {
      settings.put("millrace.grpc-tls-certificate", tls.certificate().toString());
      settings.put("millrace.grpc-tls-key", tls.key().toString());
    }
    return settings;
  }
}
