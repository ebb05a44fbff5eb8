package dev.millrace.artifacts;

import dev.millrace.core.artifact.BlockStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** An object, or a part of one, that is verified on its way out. */
final class VerifiedStream extends BlockStream {

  private final Verification verification;

  VerifiedStream(InputStream object, Verification verification) {
    super(object);
    this.verification = verification;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (verification.left() == 0) {
      return -1;
    }
    int read = in.read(buffer, offset, (int) Math.min(length, verification.left()));
    if (read < 0) {
      verification.ended();
      return -1;
    }
    verification.read(ByteBuffer.wrap(buffer, offset, read));
    return read;
  }
}
