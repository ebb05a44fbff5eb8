package dev.millrace.serving.scoring;

import org.jspecify.annotations.Nullable;

/** What a body was packed in. */
public final class ContentCoding {

  private ContentCoding() {}

  /** Whether a body is as it is, by its {@code Content-Encoding}: no other is read. */
  public static boolean isNone(@Nullable String contentEncoding) {
    return contentEncoding == null || contentEncoding.equalsIgnoreCase("identity");
  }
}
