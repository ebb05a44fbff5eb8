package dev.millrace.tracking.search;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.search.Filter;
import dev.millrace.core.search.OrderBy;
import dev.millrace.core.search.Parser;
import dev.millrace.core.search.SearchSchema;
import dev.millrace.core.tracking.ViewType;
import dev.millrace.core.validation.Require;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A checked search: what is asked for, in which order, and which page of it.
 *
 * @param viewType which lifecycle stages are seen
 */
public record SearchRequest(
    Filter filter,
    List<OrderBy> orderBy,
    ViewType viewType,
    int maxResults,
    @Nullable String pageToken) {

  /** Most rows of one page. */
  public static final int MAX_RESULTS = 50_000;

  /** Most keys of one order; each may cost a join. */
  public static final int MAX_ORDER_KEYS = 30;

  /**
   * Checks what a caller sent.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where the filter, the order or the page size is
   *     no good
   */
  public static SearchRequest of(
      SearchSchema schema,
      @Nullable String filter,
      @Nullable List<String> orderBy,
      @Nullable ViewType viewType,
      long maxResults,
      @Nullable String pageToken) {
    List<OrderBy> order =
        Require.listOrEmpty(orderBy).stream().map(o -> Parser.orderBy(o, schema)).toList();
    Set<Object> fields = new HashSet<>();
    for (OrderBy key : order) {
      if (!fields.add(key.field())) {
        throw MlflowException.invalidParameter(
            "`order_by` contains duplicate fields: "
                + order.stream().map(o -> o.field().key()).toList());
      }
    }
    return ordered(schema, filter, order, viewType, maxResults, pageToken);
  }

  /** As {@link #of}, with an order that is read already and may name a field twice. */
  public static SearchRequest ordered(
      SearchSchema schema,
      @Nullable String filter,
      List<OrderBy> order,
      @Nullable ViewType viewType,
      long maxResults,
      @Nullable String pageToken) {
    checkMaxResults(maxResults);
    if (order.size() > MAX_ORDER_KEYS) {
      throw MlflowException.invalidParameter(
          "`order_by` has more than " + MAX_ORDER_KEYS + " fields");
    }
    return new SearchRequest(
        Parser.filter(filter == null ? "" : filter, schema),
        List.copyOf(order),
        viewType == null ? ViewType.ACTIVE_ONLY : viewType,
        (int) maxResults,
        pageToken == null || pageToken.isEmpty() ? null : pageToken);
  }

  /** Whether nothing else is sorted by than an attribute. */
  public boolean sortsByNothingBut(String attribute) {
    return orderBy.isEmpty()
        || orderBy.size() == 1 && orderBy.get(0).field().isAttribute(attribute);
  }

  /** The lifecycle stages to look in. */
  public String[] stages() {
    return viewType.stages();
  }

  private static void checkMaxResults(long maxResults) {
    if (maxResults < 1) {
      throw Require.invalidValueBare(
          "max_results", Long.toString(maxResults), "It must be a positive integer");
    }
    if (maxResults > MAX_RESULTS) {
      throw Require.invalidValueBare(
          "max_results", Long.toString(maxResults), "It must be at most " + MAX_RESULTS);
    }
  }
}
