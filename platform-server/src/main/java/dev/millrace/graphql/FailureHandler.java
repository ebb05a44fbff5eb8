package dev.millrace.graphql;

import dev.millrace.core.error.MlflowException;
import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import java.util.concurrent.CompletableFuture;

/** Tells the caller what the caller got wrong; a fault of ours is kept for the error mappers. */
final class FailureHandler implements DataFetcherExceptionHandler {

  @Override
  public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
      DataFetcherExceptionHandlerParameters parameters) {
    Throwable failure = parameters.getException();
    String message;
    if (failure instanceof MlflowException refusal && refusal.code().httpStatus() < 500) {
      message = refusal.text();
    } else {
      PerRequest request =
          parameters.getDataFetchingEnvironment().getGraphQlContext().get(PerRequest.class);
      request.failed(
          failure instanceof RuntimeException fault ? fault : new IllegalStateException(failure));
      message = "The server failed on this field.";
    }
    return CompletableFuture.completedFuture(
        DataFetcherExceptionHandlerResult.newResult(
                GraphqlErrorBuilder.newError(parameters.getDataFetchingEnvironment())
                    .message("%s", message)
                    .build())
            .build());
  }
}
