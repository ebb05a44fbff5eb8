package dev.millrace.cli;

import dev.millrace.core.error.ErrorCode;

/** What the process tells the shell. These numbers are an interface. */
final class ExitCode {

  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  /** A gate stopped a promotion, or a person. */
  static final int GATE_FAILED = 3;

  /** The alias is there already. */
  static final int NOTHING_TO_DO = 4;

  static final int CONFLICT = 5;

  /** A promotion waits for approvals or checks. */
  static final int PENDING = 6;

  /** An endpoint did not serve the promoted version in time. */
  static final int UNHEALTHY = 7;

  static final int UNREACHABLE = 8;

  /** Something was compared, and is not the same. */
  static final int DIFFERENT = 9;

  private ExitCode() {}

  static int of(ErrorCode code) {
    return switch (code) {
      case TEMPORARILY_UNAVAILABLE, DEADLINE_EXCEEDED, REQUEST_LIMIT_EXCEEDED -> UNREACHABLE;
      case PROMOTION_REFUSED -> GATE_FAILED;
      case RESOURCE_ALREADY_EXISTS, RESOURCE_CONFLICT, INVALID_STATE -> CONFLICT;
      default -> FAILED;
    };
  }
}
