package dev.millrace.platform.grpc;

import dev.millrace.platform.http.BodyLimits;
import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The gRPC server, where {@code millrace.grpc-port} is set: every service that features have, the
 * standard one of health, and reflection. With a certificate and its key ({@link TlsFiles}) it
 * speaks TLS. Calls are answered on the threads that answer HTTP.
 */
@Singleton
public final class GrpcServer {

  /** Before what the services use is taken down. */
  private static final int FIRST = 1;

  /** After what the services use is set up. */
  private static final int LAST = 5000;

  private static final int DRAIN_SECONDS = 6;

  /** Requests of one connection at a time: each may have a whole message in memory. */
  private static final int CALLS_PER_CONNECTION = 100;

  private static final int MIN_PING_SECONDS = 10;

  private final Instance<BindableService> services;
  private final String host;
  private final Optional<Integer> configuredPort;
  private final Optional<Path> certificate;
  private final Optional<Path> key;
  private final HealthStatusManager health = new HealthStatusManager();
  private @Nullable Server server;

  GrpcServer(
      @Any Instance<BindableService> services,
      @ConfigProperty(name = "millrace.host", defaultValue = "127.0.0.1") String host,
      @ConfigProperty(name = "millrace.grpc-port") Optional<Integer> configuredPort,
      @ConfigProperty(name = "millrace.grpc-tls-certificate") Optional<Path> certificate,
      @ConfigProperty(name = "millrace.grpc-tls-key") Optional<Path> key) {
    this.services = services;
    this.host = host;
    this.configuredPort = configuredPort;
    this.certificate = certificate;
    this.key = key;
  }

  void start(@Observes @Priority(LAST) StartupEvent event) throws IOException {
    if (configuredPort.isEmpty()) {
      return;
    }
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(host, configuredPort.get()), credentials())
            .executor(Infrastructure.getDefaultExecutor())
            .maxInboundMessageSize((int) BodyLimits.MAX_BODY_BYTES)
            .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
            .permitKeepAliveTime(MIN_PING_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .intercept(new FailureInterceptor())
            .addService(guarded(health.getHealthService().bindService()))
            .addService(guarded(ProtoReflectionServiceV1.newInstance().bindService()));
    for (BindableService service : services) {
      builder.addService(
          guarded(
              ServerInterceptors.intercept(service.bindService(), new AccessInterceptor(service))));
    }
    server = builder.build().start();
  }

  private ServerCredentials credentials() throws IOException {
    return certificate.isPresent() && key.isPresent()
        ? TlsServerCredentials.create(certificate.get().toFile(), key.get().toFile())
        : InsecureServerCredentials.create();
  }

  /** Messages are read where failures are looked at: one that cannot be read is refused there. */
  private static ServerServiceDefinition guarded(ServerServiceDefinition service) {
    return ServerInterceptors.useInputStreamMessages(service);
  }

  /** The port that is listened on; empty where gRPC is not served. */
  public Optional<Integer> port() {
    return Optional.ofNullable(server).map(Server::getPort);
  }

  /** Takes no more calls, and lets those under way be answered. */
  void stop(@Observes @Priority(FIRST) ShutdownEvent event) throws InterruptedException {
    Server running = server;
    if (running == null) {
      return;
    }
    health.enterTerminalState();
    running.shutdown();
    if (!running.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
      running.shutdownNow();
    }
  }
}
