package dev.millrace.tracking.search;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.page.Page;
import dev.millrace.core.page.PageToken;
import dev.millrace.core.search.Filter;
import dev.millrace.core.search.OrderBy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The query for one page of a search. It asks for one row more than the page holds, to know whether
 * there is another page, and starts after the row that the page token names.
 */
public final class KeysetQuery {

  private final SearchRequest request;
  private final SearchColumns columns;
  private final List<SortKey> keys = new ArrayList<>();
  private final SqlText joins = new SqlText();
  private final SqlText conditions = new SqlText();
  private final SqlText each = new SqlText();
  private @Nullable PageToken token;
  private final String select;
  private final String from;

  /**
   * Begins a query.
   *
   * @param select the columns of a row
   * @param from the table with its alias
   */
  public KeysetQuery(String select, String from, SearchColumns columns, SearchRequest request) {
    this.select = select;
    this.from = from;
    this.columns = columns;
    this.request = request;
    int place = 0;
    for (OrderBy orderBy : request.orderBy()) {
      keys.addAll(columns.sortKeys(orderBy, place++, joins));
    }
    keys.addAll(columns.tieBreakers(request.orderBy().stream().map(OrderBy::field).toList()));
    conditions.add("(");
    condition(request.filter());
    conditions.add(")");
    if (request.pageToken() != null) {
      token = PageToken.decode(request.pageToken(), scope());
      checkTypes(token);
    }
  }

  /** Adds a condition that the caller's filter does not state. */
  public KeysetQuery where(String condition, @Nullable Object... args) {
    conditions.add(" AND ").add(condition, args);
    return this;
  }

  /** Adds a condition that the caller's filter does not state. */
  public KeysetQuery where(SqlText condition) {
    conditions.add(" AND ").add(condition);
    return this;
  }

  /**
   * Takes the page from as many rows of each group as it could hold. It costs a little more where
   * there are few rows in all, and does not grow with the rows of a group where an index gives them
   * in order.
   *
   * @param source a row for each group, under the alias {@code each}, which conditions may name
   */
  public KeysetQuery fromEach(String source, @Nullable Object... args) {
    each.add(source, args);
    return this;
  }

  /** From where the rows that match are taken, on whatever page: {@code FROM … WHERE …}. */
  public SqlText matching() {
    SqlText matching = new SqlText().add("FROM ");
    if (!each.text().isEmpty()) {
      matching.add(each).add(", ");
    }
    return matching.add(rows(new SqlText()));
  }

  public String sql() {
    return query().text();
  }

  public @Nullable Object[] args() {
    return query().args();
  }

  private SqlText query() {
    StringBuilder selected = new StringBuilder("SELECT ").append(select);
    StringBuilder order = new StringBuilder("\nORDER BY ");
    for (int i = 0; i < keys.size(); i++) {
      SortKey key = keys.get(i);
      selected.append(", ").append(key.expression()).append(" AS sort_").append(i);
      order
          .append(i == 0 ? "" : ", ")
          .append(key.expression())
          .append(key.ascending() ? "" : " DESC");
    }
    order.append("\nLIMIT ").append(request.maxResults() + 1);
    SqlText query = new SqlText().add(selected + "\nFROM ");
    if (each.text().isEmpty()) {
      return query.add(rows(token == null ? new SqlText() : after(0))).add(order.toString());
    }
    String alias = from.substring(from.lastIndexOf(' ') + 1);
    query.add(each).add(", LATERAL (");
    List<SqlText> parts = token == null ? List.of(new SqlText()) : afterInParts();
    for (int i = 0; i < parts.size(); i++) {
      query
          .add(i == 0 ? "(" : " UNION ALL (")
          .add("SELECT " + alias + ".* FROM ")
          .add(rows(parts.get(i)))
          .add(order + ")");
    }
    return query.add(") AS " + alias + order);
  }

  private SqlText rows(SqlText after) {
    SqlText rows = new SqlText().add(from).add(joins).add("\nWHERE ").add(conditions);
    return after.text().isEmpty() ? rows : rows.add(" AND ").add(after);
  }

  /** After which row the page begins; null for the first page. */
  public @Nullable PageToken token() {
    return token;
  }

  /** Where the page would end if it ended with this row. */
  public PageToken endOf(ResultSet row) throws SQLException {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      values.add(keys.get(i).read(row, "sort_" + i));
    }
    return new PageToken(values);
  }

  /** The rows without the one that only tells of another page. */
  public <T> List<T> trim(List<T> rows) {
    return rows.size() > request.maxResults() ? rows.subList(0, request.maxResults()) : rows;
  }

  /**
   * The page.
   *
   * @param items trimmed
   * @param ends the end of every row, untrimmed
   */
  public <T> Page<T> page(List<T> items, List<PageToken> ends) {
    boolean more = ends.size() > request.maxResults();
    return new Page<>(items, more ? ends.get(request.maxResults() - 1).encode(scope()) : null);
  }

  private String scope() {
    return from + request.orderBy();
  }

  private void checkTypes(PageToken read) {
    boolean same = read.keys().size() == keys.size();
    for (int i = 0; same && i < keys.size(); i++) {
      same = keys.get(i).type().isInstance(read.keys().get(i));
    }
    if (!same) {
      throw MlflowException.invalidParameter("Invalid page token, could not be read");
    }
  }

  private void condition(Filter filter) {
    if (filter instanceof Filter.And and) {
      all(and.parts(), " AND ", "true");
    } else if (filter instanceof Filter.Or or) {
      all(or.parts(), " OR ", "false");
    } else if (filter instanceof Filter.Not not) {
      conditions.add("NOT (");
      condition(not.part());
      conditions.add(")");
    } else if (filter instanceof Filter.Comparison comparison) {
      columns.condition(comparison, conditions);
    } else if (filter instanceof Filter.Word word) {
      columns.word(word.text(), conditions);
    }
  }

  private void all(List<Filter> parts, String between, String none) {
    if (parts.isEmpty()) {
      conditions.add(none);
    }
    for (int i = 0; i < parts.size(); i++) {
      conditions.add(i == 0 ? "(" : between + "(");
      condition(parts.get(i));
      conditions.add(")");
    }
  }

  /**
   * "Comes after the token's row", from the key i on. The outer bound repeats what the inner ones
   * say, in the form that an index on the first key can use.
   */
  private SqlText after(int i) {
    SqlText beyond = compared(i, ">", "<");
    return i == keys.size() - 1
        ? beyond
        : new SqlText()
            .add("(")
            .add(compared(i, ">=", "<="))
            .add(" AND (")
            .add(beyond)
            .add(" OR ")
            .add(after(i + 1))
            .add("))");
  }

  /**
   * The same in two parts: the rows that share the token's first key, and those beyond it. An index
   * finds the begin of each, however many rows share the key.
   */
  private List<SqlText> afterInParts() {
    return keys.size() == 1
        ? List.of(after(0))
        : List.of(compared(0, "=", "=").add(" AND ").add(after(1)), compared(0, ">", "<"));
  }

  private SqlText compared(int i, String ascending, String descending) {
    SortKey key = keys.get(i);
    Object value = Objects.requireNonNull(token).keys().get(i);
    return new SqlText()
        .add(key.expression() + " " + (key.ascending() ? ascending : descending) + " ?", value);
  }
}
