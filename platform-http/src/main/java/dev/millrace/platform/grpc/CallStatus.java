package dev.millrace.platform.grpc;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import io.grpc.Status;

/** The status by which a call ends that is refused. */
final class CallStatus {

  private CallStatus() {}

  static Status of(MlflowException refusal) {
    return code(refusal.code()).toStatus().withDescription(refusal.getMessage());
  }

  private static Status.Code code(ErrorCode code) {
    return switch (code) {
      case INTERNAL_ERROR -> Status.Code.INTERNAL;
      case INVALID_STATE, PROMOTION_REFUSED -> Status.Code.FAILED_PRECONDITION;
      case TEMPORARILY_UNAVAILABLE -> Status.Code.UNAVAILABLE;
      case DEADLINE_EXCEEDED -> Status.Code.DEADLINE_EXCEEDED;
      case REQUEST_LIMIT_EXCEEDED -> Status.Code.RESOURCE_EXHAUSTED;
      case BAD_REQUEST, INVALID_PARAMETER_VALUE -> Status.Code.INVALID_ARGUMENT;
      case RESOURCE_ALREADY_EXISTS -> Status.Code.ALREADY_EXISTS;
      case RESOURCE_CONFLICT -> Status.Code.ABORTED;
      case PERMISSION_DENIED -> Status.Code.PERMISSION_DENIED;
      case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
      case RESOURCE_DOES_NOT_EXIST, ENDPOINT_NOT_FOUND -> Status.Code.NOT_FOUND;
      case NOT_IMPLEMENTED -> Status.Code.UNIMPLEMENTED;
    };
  }
}
