package dev.millrace.registry.search;

import java.util.List;

/** Turns clauses into SQL conditions with bound values only. */
public final class FilterSql {

  /** Tag that makes a registered model a prompt: prompts are found only when asked for. */
  public static final String PROMPT_TAG = "mlflow.prompt.is_prompt";

  private FilterSql() {}

  /**
   * The conditions of the clauses, each beginning with {@code AND}.
   *
   * @param tagExists a subquery on the tags {@code t} of the outer row, without its condition
   * @param args receives the values that the conditions bind, in their order
   */
  public static String conditions(
      List<SearchClause> clauses, SearchableColumns columns, String tagExists, List<Object> args) {
    StringBuilder sql = new StringBuilder();
    boolean prompts = asksForPrompts(clauses);
    for (SearchClause clause : clauses) {
      if (!clause.tag()) {
        String column = columns.filters().getOrDefault(clause.key(), "");
        sql.append(" AND ").append(comparison(column, clause));
        args.add(bindable(clause, columns));
      } else if (!clause.key().equals(PROMPT_TAG) || prompts) {
        sql.append(" AND EXISTS (").append(tagExists).append(" AND t.key = ? AND ");
        sql.append(comparison("t.value", clause)).append(')');
        args.add(clause.key());
        args.add(clause.value());
      }
    }
    if (!prompts) {
      sql.append(" AND NOT EXISTS (")
          .append(tagExists)
          .append(" AND t.key = ? AND t.value = 'true')");
      args.add(PROMPT_TAG);
    }
    return sql.toString();
  }

  private static Object bindable(SearchClause clause, SearchableColumns columns) {
    if (clause.isList()) {
      return clause.values().toArray(String[]::new);
    }
    return columns.numeric(clause.key()) ? (Object) Long.valueOf(clause.value()) : clause.value();
  }

  /** Whether the filter asks for prompts; otherwise a search answers models only. */
  private static boolean asksForPrompts(List<SearchClause> clauses) {
    return clauses.stream()
        .filter(c -> c.tag() && c.key().equals(PROMPT_TAG))
        .findFirst()
        .map(
            c ->
                (c.comparator().equals("=") && c.value().equalsIgnoreCase("true"))
                    || (c.comparator().equals("!=") && c.value().equalsIgnoreCase("false")))
        .orElse(false);
  }

  private static String comparison(String column, SearchClause clause) {
    return switch (clause.comparator()) {
      case "IN" -> column + " = ANY (?)";
      case "NOT IN" -> column + " <> ALL (?)";
      // No escape character, as in the oracle's own store.
      case "LIKE", "ILIKE" -> column + " " + clause.comparator() + " ? ESCAPE ''";
      default -> column + " " + clause.comparator().replace("!=", "<>") + " ?";
    };
  }
}
