package dev.millrace.core.serving;

import dev.millrace.core.validation.Require;
import java.util.List;

/**
 * What became of the requests that were mirrored to a variant, over all servers; a server tells its
 * counts every ten seconds.
 *
 * @param same how often it answered as the caller was answered, within the tolerance
 * @param different how often it answered otherwise
 * @param failed how often it answered with an error
 * @param dropped how often it was not asked: it was not ready, or too much was waiting for it
 * @param differences the last ones, newest first
 */
public record ShadowReport(
    String endpoint,
    String variant,
    long same,
    long different,
    long failed,
    long dropped,
    List<Difference> differences) {

  public ShadowReport {
    differences = Require.listOrEmpty(differences);
  }

  /**
   * One answer that was another.
   *
   * @param at milliseconds since the epoch
   * @param version that answered the caller
   * @param shadowVersion that was mirrored to
   * @param difference the first one, or the error
   */
  public record Difference(long at, String version, String shadowVersion, String difference) {}
}
