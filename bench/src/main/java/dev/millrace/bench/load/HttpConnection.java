package dev.millrace.bench.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept HTTP/1.1 connection over a plain socket.
 *
 * <p>The driver shares the processors with the server under test. Whatever a call costs here is
 * taken from the server, and most from the one that answers fastest: this costs a fifth of what the
 * JDK's client does.
 */
final class HttpConnection implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 180_000;
  private static final long MAX_IDLE_NANOS = 2_000_000_000L;

  /** An answer: its status and its whole body. */
  record Answer(int status, byte[] body) {}

  private final String host;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private boolean open = true;
  private long idleSince = System.nanoTime();

  HttpConnection(URI server) throws IOException {
    host = server.getAuthority();
    socket = new Socket();
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), 5_000);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    out = socket.getOutputStream();
  }

  /** Whether the next call may use it: servers close what was idle for some seconds. */
  boolean isUsable() {
    return open && System.nanoTime() - idleSince < MAX_IDLE_NANOS;
  }

  /** Sends a request with a JSON body, or with none where it is empty, and reads the answer. */
  Answer call(String method, String path, byte[] body) throws IOException {
    String head =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + (body.length == 0 ? "" : "\r\nContent-Type: application/json")
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    byte[] headBytes = head.getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = new byte[headBytes.length + body.length];
    System.arraycopy(headBytes, 0, request, 0, headBytes.length);
    System.arraycopy(body, 0, request, headBytes.length, body.length);
    open = false;
    out.write(request);
    return read();
  }

  private Answer read() throws IOException {
    String status = line();
    long length = -1;
    boolean chunked = false;
    boolean keep = true;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(15).trim());
      } else if (lower.startsWith("transfer-encoding:")) {
        chunked = lower.contains("chunked");
      } else if (lower.startsWith("connection:")) {
        keep = !lower.contains("close");
      }
    }
    byte[] body = chunked ? chunks() : in.readNBytes((int) Math.max(0, length));
    if (body.length < length) {
      throw new EOFException("the answer was cut off");
    }
    open = keep && (chunked || length >= 0);
    idleSince = System.nanoTime();
    return new Answer(Integer.parseInt(status.substring(9, 12)), body);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line().trim(), 16);
      if (size == 0) {
        line();
        return body.toByteArray();
      }
      body.write(in.readNBytes(size));
      line();
    }
  }

  private String line() throws IOException {
    StringBuilder text = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (c != '\r') {
        text.append((char) c);
      }
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
