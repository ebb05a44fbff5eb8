package dev.millrace.core.page;

import dev.millrace.core.error.MlflowException;
import java.util.List;
import java.util.function.ToLongFunction;
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
  public static int maxResults(@Nullable Number requested, int whereAbsent) {
    if (requested == null) {
      return whereAbsent;
    }
    if (requested.longValue() < 1 || requested.longValue() > MAX_RESULTS) {
      throw MlflowException.invalidParameter("max_results must be between 1 and 1000.");
    }
    return requested.intValue();
  }

  /**
   * The page of what was found.
   *
   * @param found one more than the page has, where there are more
   * @param order as {@link #before} reads it
   */
  public static <T> Page<T> page(List<T> found, int most, ToLongFunction<T> key, String order) {
    if (found.size() <= most) {
      return new Page<>(found, null);
    }
    List<T> page = found.subList(0, most);
    long last = key.applyAsLong(page.get(most - 1));
    return new Page<>(page, new PageToken(List.of(last)).encode(order));
  }
}
