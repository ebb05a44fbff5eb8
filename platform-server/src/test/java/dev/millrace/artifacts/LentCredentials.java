package dev.millrace.artifacts;

import dev.millrace.testing.MinioProcess;
import io.minio.credentials.AssumeRoleProvider;
import io.minio.credentials.Credentials;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Keys that a real MinIO lends for a while, with their token. */
final class LentCredentials {

  private static final int SECONDS = 900;

  private LentCredentials() {}

  /**
   * Of the user whom tests begin a MinIO with.
   *
   * @param policy what they are good for, as JSON; for all that he may where it is null
   */
  static Credentials of(URI minio, @Nullable String policy) throws IOException {
    try {
      return new AssumeRoleProvider(
              minio.toString(),
              MinioProcess.ACCESS_KEY,
              MinioProcess.SECRET_KEY,
              SECONDS,
              policy,
              "us-east-1",
              null,
              null,
              null,
              null)
          .fetch();
    } catch (MinioException e) {
      throw new IOException(e);
    }
  }
}
