package dev.millrace.serving.feed;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.serving.ServingConfig;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets those follow the platform that know its replica token, where it has one. */
@Singleton
class ReplicaAccess {

  private static final String BEARER = "Bearer ";

  private final Optional<String> token;

  ReplicaAccess(ServingConfig config) {
    this.token = config.replicaToken();
  }

  /**
   * @throws MlflowException UNAUTHENTICATED where another token, or none, is shown
   */
  void require(@Nullable String authorization) {
    if (token.isEmpty()) {
      return;
    }
    byte[] expected = (BEARER + token.get()).getBytes(StandardCharsets.UTF_8);
    byte[] shown =
        authorization == null ? new byte[0] : authorization.getBytes(StandardCharsets.UTF_8);
    // The time it takes does not tell how much of it was right.
    if (!MessageDigest.isEqual(expected, shown)) {
      throw new MlflowException(
          ErrorCode.UNAUTHENTICATED,
          "This platform is followed with its replica token alone: millrace.serving.replica-token"
              + " (MILLRACE_SERVING_REPLICA_TOKEN) must be the same on both sides.");
    }
  }
}
