package dev.millrace.platform.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Where a server listens, looked at before it boots: a refusal then is one line. */
public final class ListenAddress {

  private final String host;
  private final InetAddress address;

  private ListenAddress(String host, InetAddress address) {
    this.host = host;
    this.address = address;
  }

  /**
   * The address, after it was seen to be one of this machine that may be opened.
   *
   * @param open whether it may be one that the network reaches
   * @param exposed what everyone who reaches the server could do, as the refusal says it
   */
  public static ListenAddress require(String host, boolean open, String exposed) {
    InetAddress address;
    try {
      address = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new StartupException(
          "--host " + host + " is neither an address of this machine nor a name of one.");
    }
    if (!address.isLoopbackAddress() && !open) {
      throw new StartupException(
          "--host "
              + host
              + " can be reached from the network, and this server asks nobody who they are:"
              + " everyone who reaches it could "
              + exposed
              + ". Use 127.0.0.1,"
              + " or acknowledge it with --allow-unauthenticated-network"
              + " (MILLRACE_ALLOW_UNAUTHENTICATED_NETWORK=true).");
    }
    return new ListenAddress(host, address);
  }

  /** The port, after it was seen to be free; 0 becomes one that is. */
  public int requirePort(String option, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return socket.getLocalPort();
    } catch (IOException | IllegalArgumentException e) {
      throw new StartupException(
          "Port "
              + port
              + " on "
              + host
              + " cannot be used ("
              + e.getMessage()
              + "). Stop what listens there, or choose another "
              + option
              + ".");
    }
  }

  /** As {@link #requirePort} of {@code --grpc-port}; null where gRPC is not served. */
  public @Nullable Integer requireGrpcPort(@Nullable Integer grpcPort, int port) {
    if (grpcPort == null) {
      return null;
    }
    if (grpcPort == port) {
      throw new StartupException(
          "--port and --grpc-port are both " + port + ": each needs a port of its own.");
    }
    return requirePort("--grpc-port", grpcPort);
  }

  /** How a caller on this machine reaches the port. */
  public String url(int port) {
    String shown =
        switch (host) {
          case "0.0.0.0", "::" -> "127.0.0.1";
          default -> host.contains(":") ? "[" + host + "]" : host;
        };
    return "http://" + shown + ":" + port;
  }
}
