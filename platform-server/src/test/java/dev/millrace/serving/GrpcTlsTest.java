package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.newName;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.platform.grpc.GrpcServer;
import dev.millrace.serving.inference.wire.GRPCInferenceServiceGrpc;
import dev.millrace.serving.inference.wire.ModelReadyRequest;
import dev.millrace.serving.inference.wire.ServerLiveRequest;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.TlsCertificate;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** gRPC with a certificate, by real channels. */
@QuarkusTest
@TestProfile(GrpcTlsTest.WithCertificate.class)
@QuarkusTestResource(PostgresResource.class)
class GrpcTlsTest {

  /** As {@link GrpcProfile}, with files of its own. */
  public static final class WithCertificate extends GrpcProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> overrides = new HashMap<>(super.getConfigOverrides());
      Path certificate = newCertificate();
      overrides.put("millrace.grpc-tls-certificate", certificate.toString());
      overrides.put("millrace.grpc-tls-key", certificate.resolveSibling("private.key").toString());
      return overrides;
    }
  }

  @Inject GrpcServer server;

  @ConfigProperty(name = "millrace.grpc-tls-certificate")
  Path certificate;

  private static Path newCertificate() {
    try {
      return TlsCertificate.writeTo(Files.createTempDirectory(Path.of("target"), "grpc-tls-"));
    } catch (IOException | InterruptedException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoTrustsTheCertificateIsAnswered() throws IOException {
    assertThat(isLive(trusting(certificate))).isTrue();
  }

  @Test
  void whoTrustsAnotherOrSpeaksInTheClearIsNot() throws IOException {
    refused(trusting(newCertificate()));
    refused(TlsChannelCredentials.create());
    refused(InsecureChannelCredentials.create());
  }

  private void refused(ChannelCredentials credentials) {
    assertThatThrownBy(() -> isLive(credentials))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
  }

  private static ChannelCredentials trusting(Path authority) throws IOException {
    return TlsChannelCredentials.newBuilder().trustManager(authority.toFile()).build();
  }

  private boolean isLive(ChannelCredentials credentials) {
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress("127.0.0.1", server.port().orElseThrow(), credentials)
            .build();
    try {
      var stub =
          GRPCInferenceServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
      assertThat(
              stub.modelReady(ModelReadyRequest.newBuilder().setName(newName()).build()).getReady())
          .isFalse();
      return stub.serverLive(ServerLiveRequest.getDefaultInstance()).getLive();
    } finally {
      channel.shutdownNow();
    }
  }
}
