package dev.millrace.registry.webhook.delivery;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.page.PageToken;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of rows by their keys, the newest first. */
public final class NewestFirst {

  private static final int MAX_RESULTS = 1_000;

  private NewestFirst() {}

  /**
   * The key that the rows of a page lie before.
   *
   * @param order what the token was made for
   */
  public static long before(@Nullable String pageToken, String order) {
    if (pageToken == null || pageToken.isEmpty()) {
      return Long.MAX_VALUE;
    }
    List<Object> keys = PageToken.decode(pageToken, order).keys();
    if (keys.size() == 1 && keys.get(0) instanceof Long key) {
      return key;
    }
    throw MlflowException.invalidParameter("Invalid page token, could not be read");
  }

  /** How many rows a page has, from 1 to 1,000. */
  public static int maxResults(@Nullable Long requested, int whereAbsent) {
    if (requested == null) {
      return whereAbsent;
    }
    if (requested < 1 || requested > MAX_RESULTS) {
      throw MlflowException.invalidParameter("max_results must be between 1 and 1000.");
    }
    return requested.intValue();
  }
}
