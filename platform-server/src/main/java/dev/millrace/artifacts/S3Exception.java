package dev.millrace.artifacts;

import java.io.IOException;
import java.util.Set;

/** The object store refused a call. */
final class S3Exception extends IOException {

  private static final long serialVersionUID = 1L;

  private static final Set<String> CALLERS_FAULTS =
      Set.of(
          "NoSuchUpload",
          "InvalidPart",
          "InvalidPartOrder",
          "InvalidPartNumber",
          "EntityTooSmall",
          "InvalidArgument",
          "MalformedXML");

  private final String code;

  /**
   * @param code S3's word for the reason, such as {@code NoSuchUpload}
   */
  S3Exception(String code, Throwable cause) {
    super(code + ": " + cause.getMessage(), cause);
    this.code = code;
  }

  String code() {
    return code;
  }

  /** Whether what a caller said of an upload is wrong: to try again is of no use. */
  boolean isCallersFault() {
    return CALLERS_FAULTS.contains(code);
  }
}
