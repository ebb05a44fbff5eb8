package dev.millrace.core.serving;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What one request is called, in its answer, in the log and where its outcome is told later. */
public final class RequestId {

  /** What may stand in a header, a path and a line of a log without being taken for more. */
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:@+=-]{1,128}");

  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private RequestId() {}

  /**
   * Whether a caller may call a request so: 1 to 128 letters, digits and any of {@code ._:@+=-}.
   */
  public static boolean isValid(@Nullable String id) {
    return id != null && FORM.matcher(id).matches();
  }

  /** The caller's id where it may be called so, else a new one. */
  public static String of(@Nullable String sent) {
    return sent != null && isValid(sent) ? sent : next().toString();
  }

  /**
   * A new id: a UUID of version 7, which begins with the time in milliseconds, so that ids of about
   * the same time are side by side in an index. Source: RFC 9562, 5.7.
   */
  public static UUID next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = System.currentTimeMillis() << 16 | VERSION_7 | random.nextInt(1 << 12);
    long low = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | VARIANT;
    return new UUID(high, low);
  }
}
