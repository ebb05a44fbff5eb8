package dev.millrace.tracking.table;

import dev.millrace.core.page.Page;
import dev.millrace.core.page.PageToken;
import dev.millrace.tracking.search.KeysetQuery;
import dev.millrace.tracking.search.SearchRequest;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

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

  /** Whether an index of PostgreSQL has the order, too. */
  boolean isByStart() {
    return request.sortsByNothingBut("start_time");
  }

  int maxResults() {
    return request.maxResults();
  }

  Set<RunColumn> columns() {
    return columns;
  }

  /** The keys of the runs of the page. */
  Page<Long> page(RunTable table) {
    RowOrder order = new RowOrder(table, request.orderBy());
    int most = request.maxResults() + 1;
    List<Integer> rows = first(most, table, order);
    // Only one of the ends is asked for.
    List<PageToken> ends =
        new AbstractList<>() {
          @Override
          public PageToken get(int i) {
            return new PageToken(order.keysOf(rows.get(i)));
          }

          @Override
          public int size() {
            return rows.size();
          }
        };
    return query.page(query.trim(rows.stream().map(table::runKey).toList()), ends);
  }

  /** The first rows of the page. */
  private List<Integer> first(int most, RunTable table, RowOrder order) {
    int[] all = table.sorted(request.orderBy(), order);
    IntPredicate test = test(table);
    PageToken after = query.token();
    int begin =
        after == null
            ? 0
            : Halving.first(0, all.length, place -> order.isAfter(all[place], after.keys()));
    List<Integer> found = new ArrayList<>();
    for (int i = begin; i < all.length && found.size() < most; i++) {
      if (test.test(all[i])) {
        found.add(all[i]);
      }
    }
    return found;
  }

  private IntPredicate test(RunTable table) {
    List<String> stages = Arrays.asList(request.stages());
    boolean active = stages.contains("active");
    boolean deleted = stages.contains("deleted");
    IntPredicate filter = new RowTests(table).test(request.filter());
    return row ->
        (active && table.isActive(row) || deleted && table.isDeleted(row)) && filter.test(row);
  }
}
