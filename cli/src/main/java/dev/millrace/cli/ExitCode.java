package dev.millrace.cli;

import dev.millrace.core.error.ErrorCode;

/** What the process tells the shell. These numbers are an interface. */
final class ExitCode {

  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  /** Something was compared, and is not the same. */
  static final int DIFFERENT = 4;

  static final int CONFLICT = 5;
  static final int UNREACHABLE = 8;

  private ExitCode() {}

  static int of(ErrorCode code) {
    return switch (code) {
      case TEMPORARILY_UNAVAILABLE, DEADLINE_EXCEEDED, REQUEST_LIMIT_EXCEEDED -> UNREACHABLE;
      case RESOURCE_ALREADY_EXISTS, RESOURCE_CONFLICT, INVALID_STATE -> CONFLICT;
      default -> FAILED;
    };
  }
}
