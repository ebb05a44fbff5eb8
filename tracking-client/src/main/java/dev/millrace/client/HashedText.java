package dev.millrace.client;

import dev.millrace.core.data.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A stream of bytes that is hashed while its UTF-8 text is read. What is no UTF-8 is refused, and
 * only when all that is before it was read, so that the reader knows where it is. A byte order mark
 * at the start is hashed and not handed out.
 */
final class HashedText extends Reader {

  private static final int BUFFER = 1 << 17;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream content;
  private final long total;
  private final Progress progress;
  private final MessageDigest digest = Sha256.newDigest();
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final byte[] bytes = new byte[BUFFER];
  private final ByteBuffer undecoded = ByteBuffer.wrap(bytes).limit(0);
  private long done;
  private boolean ended;
  private boolean begun;
  private char lowHalf;

  HashedText(InputStream content, long total, Progress progress) {
    this.content = content;
    this.total = total;
    this.progress = progress;
  }

  /**
   * @throws MalformedInputException where the next byte is not of a character
   */
  @Override
  public int read(char[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (lowHalf != 0) {
      target[offset] = lowHalf;
      lowHalf = 0;
      return 1;
    }
    CharBuffer text = CharBuffer.wrap(target, offset, length);
    while (true) {
      CoderResult result = decoder.decode(undecoded, text, ended);
      int read = text.position() - offset;
      if (read > 0 && !begun) {
        begun = true;
        if (target[offset] == BYTE_ORDER_MARK) {
          System.arraycopy(target, offset + 1, target, offset, read - 1);
          text.position(offset + read - 1);
          continue;
        }
      }
      if (read > 0) {
        return read;
      }
      if (result.isOverflow()) {
        return readPair(target, offset);
      }
      if (result.isError()) {
        throw new MalformedInputException(result.length());
      }
      if (ended) {
        return -1;
      }
      fill();
    }
  }

  /** A character of two halves where there is room for one. */
  private int readPair(char[] target, int offset) {
    CharBuffer pair = CharBuffer.allocate(2);
    decoder.decode(undecoded, pair, ended);
    target[offset] = pair.get(0);
    lowHalf = pair.get(1);
    return 1;
  }

  /** Reads what is left, and tells the SHA-256 of all bytes. */
  String finish() throws IOException {
    while (!ended) {
      undecoded.position(undecoded.limit());
      fill();
    }
    progress.advanced(done, done);
    return Sha256.hex(digest);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  private void fill() throws IOException {
    undecoded.compact();
    int start = undecoded.position();
    int read = content.read(bytes, start, bytes.length - start);
    if (read < 0) {
      ended = true;
    } else {
      digest.update(bytes, start, read);
      done += read;
      undecoded.position(start + read);
      progress.advanced(done, total);
    }
    undecoded.flip();
  }
}
