package dev.millrace.serving.feed;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.serving.ReplicaToken;
import dev.millrace.serving.ServingConfig;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets those follow the platform that know its replica token, where it has one. */
@Startup
@Singleton
class ReplicaAccess {

  private final Optional<ReplicaToken> token;

  ReplicaAccess(ServingConfig config) {
    this.token = ReplicaToken.of(config);
  }

  /**
   * @throws MlflowException UNAUTHENTICATED where another token, or none, is shown
   */
  void require(@Nullable String authorization) {
    if (token.isPresent() && !token.get().isShownBy(authorization)) {
      throw new MlflowException(
          ErrorCode.UNAUTHENTICATED,
          "This platform is followed with its replica token alone: millrace.serving.replica-token"
              + " (MILLRACE_SERVING_REPLICA_TOKEN) must be the same on both sides.");
    }
  }
}
