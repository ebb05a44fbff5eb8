package dev.millrace.core.serving;

import dev.millrace.core.validation.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/millrace/v1/endpoints/{name}/traffic}: how the requests were answered that came
 * to the server which is asked.
 */
public final class GetTraffic {

  private GetTraffic() {}

  /**
   * The answer.
   *
   * @param versions that answer now, by number
   */
  public record Response(String endpoint, List<VersionTraffic> versions) {

    public Response {
      versions = Require.listOrEmpty(versions);
    }
  }

  /**
   * The requests of a version since it came up on this server.
   *
   * @param errors of the requests, those that were answered with an error
   * @param p50Millis half of the last minutes' requests took at most so long, from body to answer;
   *     absent where none came, as are the others
   */
  public record VersionTraffic(
      String version,
      long requests,
      long errors,
      @Nullable Double p50Millis,
      @Nullable Double p95Millis,
      @Nullable Double p99Millis) {}
}
