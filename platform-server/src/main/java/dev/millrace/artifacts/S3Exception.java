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

  /** It answers for other objects. Source: "Error responses" in the reference of Amazon's S3. */
  private static final Set<String> OF_ONE_OBJECT =
      Set.of("AccessDenied", "InvalidObjectState", "InvalidRequest");

  private final String code;

  /**
   * @param code S3's word for the reason, such as {@code NoSuchUpload}
   */
  S3Exception(String code, Throwable cause) {
    super(code + ": " + cause.getMessage(), cause);
    this.code = code;
  }

  /** As {@link #S3Exception(String, Throwable)}, where nothing more is known. */
  S3Exception(String code) {
    super("the object store answered " + code);
    this.code = code;
  }

  String code() {
    return code;
  }

  /** Whether it was refused for what the object is: not to be read, archived, encrypted. */
  boolean isOfOneObject() {
    return OF_ONE_OBJECT.contains(code);
  }

  /** Whether what a caller said of an upload is wrong: to try again is of no use. */
  boolean isCallersFault() {
    return CALLERS_FAULTS.contains(code);
  }
}
