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

  /**
   * Sends a request whose body is a block over and over, up to a length, and reads and drops the
   * body of the answer.
   *
   * @param length of the whole body; 0 for none
   */
  Transferred transfer(String method, String path, byte[] block, long length) throws IOException {
    open = false;
    out.write(
        (method
                + " "
                + path
                + " HTTP/1.1\r\nHost: "
                + host
                + "\r\nContent-Length: "
                + length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    for (long sent = 0; sent < length; sent += block.length) {
      out.write(block, 0, (int) Math.min(block.length, length - sent));
    }
    Head head = head();
    long received = head.chunked() ? chunks().length : drop(Math.max(0, head.length()));
    finish(head);
    return new Transferred(head.status(), received);
  }

  /** How an exchange of bytes went: the status, and the length of the answer's body. */
  record Transferred(int status, long received) {}

  private long drop(long length) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = length;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        throw new EOFException("the answer was cut off");
      }
      left -= read;
    }
    return length;
  }

  private record Head(int status, long length, boolean chunked, boolean keep) {}

  private void finish(Head head) {
    open = head.keep() && (head.chunked() || head.length() >= 0);
    idleSince = System.nanoTime();
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
    Head head = head();
    byte[] body = head.chunked() ? chunks() : in.readNBytes((int) Math.max(0, head.length()));
    if (body.length < head.length()) {
      throw new EOFException("the answer was cut off");
    }
    finish(head);
    return new Answer(head.status(), body);
  }

  private Head head() throws IOException {
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
    return new Head(Integer.parseInt(status.substring(9, 12)), length, chunked, keep);
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
