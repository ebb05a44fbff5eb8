package dev.millrace.serving.runtime.pyfunc;

import dev.millrace.core.error.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;

/** A process that has loaded the model, and the one connection to it. One request at a time. */
final class Worker implements AutoCloseable {

  private static final int BUFFER = 1 << 16;
  private static final int ANSWER_HEAD = 5;

  /** A process that crashed is gone by then; its connection is closed a moment earlier. */
  private static final int MILLIS_TO_CRASH = 1000;

  private static final int MILLIS_TO_END = 5000;

  private final String name;
  private final KeptProcess process;
  private final SocketChannel socket;
  private final ByteBuffer in =
      ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN).flip();
  private volatile boolean expired;
  private volatile boolean broken;

  Worker(String name, KeptProcess process, SocketChannel socket) {
    this.name = name;
    this.process = process;
    this.socket = socket;
  }

  String name() {
    return name;
  }

  KeptProcess process() {
    return process;
  }

  /** Whether a request may be sent to it; that it has just ended it may not be known yet. */
  boolean isUsable() {
    return !broken && process.isAlive();
  }

  /**
   * Sends a request and waits for the answer. {@link #expire} ends the wait.
   *
   * @throws WorkerLostException where there is none: the worker is of no more use
   */
  AnswerFrame ask(ByteBuffer request) throws WorkerLostException {
    boolean held = false;
    try {
      while (request.hasRemaining()) {
        socket.write(request);
      }
      await(1);
      if (in.get() != AnswerFrame.ACKNOWLEDGED) {
        throw new IOException("the worker does not keep to the protocol");
      }
      held = true;
      return readAnswer();
    } catch (IOException e) {
      broken = true;
      throw lost(held);
    }
  }

  AnswerFrame readAnswer() throws IOException {
    await(ANSWER_HEAD);
    byte kind = in.get();
    byte[] json = new byte[in.getInt()];
    int filled = Math.min(json.length, in.remaining());
    in.get(json, 0, filled);
    ByteBuffer rest = ByteBuffer.wrap(json, filled, json.length - filled);
    while (rest.hasRemaining()) {
      if (socket.read(rest) < 0) {
        throw new IOException("the worker ended");
      }
    }
    return new AnswerFrame(kind, json);
  }

  private void await(int bytes) throws IOException {
    if (in.remaining() >= bytes) {
      return;
    }
    in.compact();
    while (in.position() < bytes) {
      if (socket.read(in) < 0) {
        in.flip();
        throw new IOException("the worker ended");
      }
    }
    in.flip();
  }

  private WorkerLostException lost(boolean held) {
    if (expired) {
      return new WorkerLostException(
          held,
          ErrorCode.DEADLINE_EXCEEDED,
          "The model took longer over this request than it may, and its worker was ended.");
    }
    return new WorkerLostException(
        held,
        ErrorCode.INTERNAL_ERROR,
        "The worker that had this request ended: "
            + end()
            + ". It is sent to another if the request says X-Millrace-Retry: once.");
  }

  private String end() {
    return end(process);
  }

  /** How a process ended, for a person; it is made to end where it does not. */
  static String end(KeptProcess process) {
    try {
      Integer code = process.awaitEnd(MILLIS_TO_CRASH);
      if (code == null) {
        process.end();
        code = process.awaitEnd(MILLIS_TO_END);
      }
      return code == null ? "it does not answer" : describe(code);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "the server stops";
    }
  }

  static String describe(int code) {
    if (code == KeptProcess.OUT_OF_MEMORY) {
      return "it took more memory than millrace.serving.python.max-memory allows";
    }
    return code > 128 ? "signal " + (code - 128) : "exit code " + code;
  }

  /** The request that it has took too long. */
  void expire() {
    expired = true;
    close();
  }

  /** Ends the process, which has the wait for an answer end. */
  @Override
  public void close() {
    broken = true;
    process.end();
    try {
      socket.close();
    } catch (IOException e) {
      // There is nothing to give back.
    }
  }

  /** As {@link #close}, and waits until all is gone. */
  void closeAndWait() {
    close();
    process.endAndWait();
  }
}
