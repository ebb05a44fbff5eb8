package dev.millrace.serving;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The token that serving replicas show, as both sides read it from the setting: files and variables
 * often end with a line break, which is none of it. Its text is in no message and no log.
 */
public final class ReplicaToken {

  private static final String BEARER = "Bearer ";

  /** What a header can hold without being taken for more. */
  private static final Pattern FORM = Pattern.compile("[\\x20-\\x7e]+");

  private final String token;

  private ReplicaToken(String token) {
    this.token = token;
  }

  /**
   * The token; empty where none is set.
   *
   * @throws IllegalStateException where what is set can be none, which names the setting alone
   */
  public static Optional<ReplicaToken> of(ServingConfig config) {
    return config.replicaToken().map(ReplicaToken::parse);
  }

  /** As {@link #of}, from what is set. */
  public static ReplicaToken parse(String set) {
    String token = set.strip();
    if (!FORM.matcher(token).matches()) {
      throw new IllegalStateException(
          "millrace.serving.replica-token (MILLRACE_SERVING_REPLICA_TOKEN) must be of letters,"
              + " digits and signs of ASCII, on one line.");
    }
    return new ReplicaToken(token);
  }

  /** The header {@code Authorization} that shows it. */
  public String authorization() {
    return BEARER + token;
  }

  /** Whether a header shows it. The time that takes does not tell how much of it was right. */
  public boolean isShownBy(@Nullable String authorization) {
    byte[] shown =
        authorization == null ? new byte[0] : authorization.getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(authorization().getBytes(StandardCharsets.UTF_8), shown);
  }

  @Override
  public String toString() {
    return "a replica token";
  }
}
