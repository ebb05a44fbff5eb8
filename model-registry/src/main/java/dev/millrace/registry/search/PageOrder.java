package dev.millrace.registry.search;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A total order of search results, with the keyset condition and the page token that go on after a
 * row of it.
 */
public final class PageOrder {

  private static final Pattern CLAUSE =
      Pattern.compile(
          "\\s*(?:(\\w+)\\.)?(`[^`]*`|\"[^\"]*\"|\\w+)(?:\\s+(\\w+))?\\s*",
          Pattern.CASE_INSENSITIVE);

  /** One column of the order; {@code key} is its name on the wire and in result rows. */
  private record Column(String key, String sql, boolean ascending) {}

  private record Token(String order, List<Object> after) {}

  private final List<Column> columns = new ArrayList<>();

  private PageOrder() {}

  /**
   * The order that a request asks for, made total by the tie-breakers.
   *
   * @param orderBy clauses such as {@code name ASC}
   * @param tieBreakers clauses that are appended where their key is not ordered by already
   * @throws MlflowException INVALID_PARAMETER_VALUE that names the clause at fault
   */
  public static PageOrder of(
      List<String> orderBy, List<String> tieBreakers, SearchableColumns searchable) {
    PageOrder order = new PageOrder();
    for (String clause : orderBy) {
      Column column = column(clause, searchable);
      if (order.has(column)) {
        throw MlflowException.invalidParameter("`order_by` contains duplicate fields: " + orderBy);
      }
      order.columns.add(column);
    }
    for (String clause : tieBreakers) {
      Column column = column(clause, searchable);
      if (!order.has(column)) {
        order.columns.add(column);
      }
    }
    return order;
  }

  /** The content of {@code ORDER BY}. */
  public String sql() {
    return String.join(
        ", ", columns.stream().map(c -> c.sql + (c.ascending ? " ASC" : " DESC")).toList());
  }

  /**
   * The condition for rows after the one that the token names, or empty without a token.
   *
   * @param args receives the values that the condition binds, in their order
   */
  public String after(@Nullable String pageToken, List<Object> args) {
    if (pageToken == null || pageToken.isEmpty()) {
      return "";
    }
    List<Object> values = decode(pageToken);
    List<String> alternatives = new ArrayList<>();
    String equalSoFar = "";
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      alternatives.add(equalSoFar + column.sql + (column.ascending ? " > ?" : " < ?"));
      args.addAll(values.subList(0, i + 1));
      equalSoFar += column.sql + " = ? AND ";
    }
    return " AND ((" + String.join(") OR (", alternatives) + "))";
  }

  /** The token of the page after a row, which maps the wire keys of the order to values. */
  public String tokenAfter(Map<String, Object> row) {
    List<Object> values = new ArrayList<>();
    for (Column column : columns) {
      Object value = row.get(column.key);
      if (value == null) {
        throw new IllegalArgumentException("The row has no value for " + column.key);
      }
      values.add(value);
    }
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(MlflowJson.mapper().writeValueAsBytes(new Token(sql(), values)));
    } catch (IOException e) {
      throw new IllegalStateException("A page token could not be written.", e);
    }
  }

  private List<Object> decode(String pageToken) {
    try {
      Token token =
          MlflowJson.mapper()
              .readValue(Base64.getUrlDecoder().decode(pageToken), new TypeReference<Token>() {});
      if (token.order != null
          && token.order.equals(sql())
          && token.after != null
          && token.after.size() == columns.size()) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          values.add(bindable(columns.get(i), token.after.get(i)));
        }
        return values;
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new MlflowException(ErrorCode.INVALID_PARAMETER_VALUE, "Invalid page token.", e);
    }
    throw MlflowException.invalidParameter(
        "Invalid page token: it belongs to a search with another order.");
  }

  private static Object bindable(Column column, Object value) {
    boolean isText = column.key.equals("name");
    if (isText && value instanceof String text && text.indexOf('\0') < 0) {
      return text;
    }
    if (!isText && value instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalArgumentException("not a value of " + column.key);
  }

  private boolean has(Column column) {
    return columns.stream().anyMatch(c -> c.sql.equals(column.sql));
  }

  private static Column column(String clause, SearchableColumns searchable) {
    Matcher matcher = CLAUSE.matcher(clause);
    if (!matcher.matches()) {
      throw MlflowException.invalidParameter(
          "Invalid order_by clause '" + clause + "'. Could not be parsed.");
    }
    String entity = matcher.group(1);
    String key = FilterParser.unquoted(matcher.group(2));
    String sql = searchable.orders().get(key);
    if (sql == null || (entity != null && !entity.equals("attribute"))) {
      throw MlflowException.invalidParameter(
          "Invalid order by key '"
              + key
              + "' specified. Valid keys are '"
              + FilterParser.pythonSet(searchable.orders().keySet())
              + "'");
    }
    String direction = matcher.group(3) == null ? "asc" : matcher.group(3).toLowerCase(Locale.ROOT);
    if (!direction.equals("asc") && !direction.equals("desc")) {
      throw MlflowException.invalidParameter(
          "Invalid ordering key in order_by clause '" + clause + "'.");
    }
    return new Column(key, sql, direction.equals("asc"));
  }
}
