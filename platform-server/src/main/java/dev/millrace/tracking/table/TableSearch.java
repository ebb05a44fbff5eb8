package dev.millrace.tracking.table;

import dev.millrace.core.page.Page;
import dev.millrace.core.page.PageToken;
import dev.millrace.tracking.search.KeysetQuery;
import dev.millrace.tracking.search.SearchRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A search that tables can answer. */
final class TableSearch {

  private final SearchRequest request;
  private final KeysetQuery query;
  private final Set<RunColumn> columns;

  private TableSearch(SearchRequest request, KeysetQuery query, Set<RunColumn> columns) {
    this.request = request;
    this.query = query;
    this.columns = columns;
  }

  /** The search, unless it asks for what is in no table or compares as only PostgreSQL does. */
  static Optional<TableSearch> of(SearchRequest request, KeysetQuery query) {
    Set<RunColumn> columns = new HashSet<>();
    return RowOrder.collect(request.orderBy(), columns)
            && RowTests.collect(request.filter(), columns)
        ? Optional.of(new TableSearch(request, query, columns))
        : Optional.empty();
  }

  Set<RunColumn> columns() {
    return columns;
  }

  /** The keys of the runs of the page. */
  Page<Long> page(RunTable table) {
    RowOrder order = new RowOrder(table, request.orderBy());
    List<Integer> rows = first(request.maxResults() + 1, table, order);
    List<PageToken> ends = new ArrayList<>();
    for (int row : rows) {
      ends.add(new PageToken(order.keysOf(row)));
    }
    return query.page(query.trim(rows.stream().map(table::runKey).toList()), ends);
  }

  /** The first rows in the order: a heap holds the best ones seen, the worst of them on top. */
  private List<Integer> first(int most, RunTable table, RowOrder order) {
    List<String> stages = Arrays.asList(request.stages());
    boolean active = stages.contains("active");
    boolean deleted = stages.contains("deleted");
    IntPredicate test = new RowTests(table).test(request.filter());
    PageToken after = query.token();
    PriorityQueue<Integer> best = new PriorityQueue<>(order.reversed());
    for (int row = 0; row < table.size(); row++) {
      if ((active && table.isActive(row) || deleted && table.isDeleted(row))
          && test.test(row)
          && isAfter(row, after, order)) {
        if (best.size() < most) {
          best.add(row);
        } else if (order.compare(row, best.element()) < 0) {
          best.remove();
          best.add(row);
        }
      }
    }
    return best.stream().sorted(order).toList();
  }

  private static boolean isAfter(int row, @Nullable PageToken token, RowOrder order) {
    return token == null || order.isAfter(row, token.keys());
  }
}
