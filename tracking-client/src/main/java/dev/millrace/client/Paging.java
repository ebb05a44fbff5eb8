package dev.millrace.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks the pages of a search. */
final class Paging {

  record Page<T>(@Nullable List<T> items, @Nullable String nextPageToken) {}

  @FunctionalInterface
  interface Fetch<T> {
    Page<T> fetch(int maxResults, @Nullable String pageToken);
  }

  private Paging() {}

  static <T> List<T> collect(int limit, int largestPage, Fetch<T> fetch) {
    List<T> all = new ArrayList<>();
    String token = null;
    do {
      Page<T> page = fetch.fetch(Math.min(largestPage, limit - all.size()), token);
      if (page.items() != null) {
        all.addAll(page.items());
      }
      token = page.nextPageToken();
    } while (token != null && !token.isEmpty() && all.size() < limit);
    return all;
  }
}
