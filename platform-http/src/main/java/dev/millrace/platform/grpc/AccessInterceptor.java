package dev.millrace.platform.grpc;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.platform.access.AccessPolicy;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a call to a method of a service that {@link AccessPolicy} lets nobody call. The method of
 * the class that answers {@code ModelInfer} is {@code modelInfer}.
 */
final class AccessInterceptor implements ServerInterceptor {

  private final Set<String> callable;

  AccessInterceptor(BindableService service) {
    this.callable =
        Arrays.stream(service.getClass().getDeclaredMethods())
            .filter(method -> !method.isBridge() && AccessPolicy.isStated(method))
            .map(Method::getName)
            .collect(Collectors.toSet());
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!callable.contains(javaName(call.getMethodDescriptor().getBareMethodName()))) {
      throw new MlflowException(ErrorCode.PERMISSION_DENIED, "This method has no access policy.");
    }
    return next.startCall(call, headers);
  }

  private static String javaName(@Nullable String method) {
    return method == null || method.isEmpty()
        ? ""
        : method.substring(0, 1).toLowerCase(Locale.ROOT) + method.substring(1);
  }
}
