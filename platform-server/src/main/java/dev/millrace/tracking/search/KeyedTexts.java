package dev.millrace.tracking.search;

import dev.millrace.core.search.Field;
import dev.millrace.core.search.Filter;
import dev.millrace.core.search.Operator;
import dev.millrace.core.search.OrderBy;
import dev.millrace.core.search.Value;
import java.util.List;

/**
 * Parameters or tags: a table with a key and a value for each owner.
 *
 * <p>Conditions look the key up in the table's primary key, row by row, as the search walks its
 * order. A join would let PostgreSQL begin with the whole table, which grows with everything that
 * is stored; so the cost grows only with the rows that are walked until the page is full.
 *
 * @param owner the condition that a row of the table, under the alias t, belongs to the row
 *     searched
 */
public record KeyedTexts(String table, String owner) {

  /** What MLflow keeps in tags for itself begins with this. */
  private static final String OWN_TAGS = "mlflow.%";

  /** The tag that a note is kept in. */
  private static final String NOTE = "mlflow.note.content";

  /** The texts that are compared as numbers, as a regular expression of SQL and of Java. */
  public static final String NUMBER = " *[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]{1,3})? *";

  /** Beyond its bounds a cast would fail. */
  private static final String IS_NUMBER = "t.value ~ '^" + NUMBER + "$'";

  /** Appends the condition; where the key is not there, only IS NULL is true. */
  public void condition(Filter.Comparison comparison, SqlText sql) {
    Field field = comparison.field();
    Operator operator = comparison.operator();
    Value value = comparison.value();
    if (operator.asksForPresence()) {
      sql.add(operator == Operator.IS_NULL ? "NOT " : "")
          .add(
              "EXISTS (SELECT FROM " + table + " t WHERE " + owner + " AND t.key = ?)",
              field.key());
      return;
    }
    sql.add("coalesce((SELECT ");
    if (value instanceof Value.Text || value instanceof Value.TextList) {
      sql.compare("t.value", operator, value);
    } else {
      sql.add("CASE WHEN " + IS_NUMBER + " THEN ")
          .compareNumeric("t.value::numeric", operator, value)
          .add(" ELSE false END");
    }
    sql.add(" FROM " + table + " t WHERE " + owner + " AND t.key = ?), false)", field.key());
  }

  /** Appends whether a text is found in a note, or in the key or the value of a tag people set. */
  public void word(String text, SqlText sql) {
    sql.add(
        "EXISTS (SELECT FROM "
            + table
            + " t WHERE "
            + owner
            + " AND (t.key NOT LIKE ? AND "
            + contains("t.key")
            + " OR (t.key NOT LIKE ? OR t.key = ?) AND "
            + contains("t.value")
            + "))",
        OWN_TAGS,
        text,
        OWN_TAGS,
        NOTE,
        text);
  }

  /** Whether an expression contains the text of the mark, in any case. */
  public static String contains(String expression) {
    return "strpos(lower(" + expression + "), lower(?)) > 0";
  }

  /** Appends the join of an order key; what is absent comes last. */
  public List<SortKey> sortKeys(OrderBy orderBy, int place, SqlText joins) {
    String alias = "t" + place;
    joins.add(
        "\nLEFT JOIN "
            + table
            + " "
            + alias
            + " ON "
            + owner.replace("t.", alias + ".")
            + " AND "
            + alias
            + ".key = ?",
        orderBy.field().key());
    return List.of(
        new SortKey("(" + alias + ".value IS NULL)::int", Long.class, true),
        new SortKey("coalesce(" + alias + ".value, '')", String.class, orderBy.ascending()));
  }
}
