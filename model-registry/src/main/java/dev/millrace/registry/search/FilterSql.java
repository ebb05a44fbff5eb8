package dev.millrace.registry.search;

import java.util.List;
import java.util.Map;

/** Turns clauses into SQL conditions with bound parameters only. */
public final class FilterSql {

  /** Tag that makes a registered model a prompt: prompts are found only when asked for. */
  public static final String PROMPT_TAG = "mlflow.prompt.is_prompt";

  private FilterSql() {}

  /**
   * The conditions of the clauses, each beginning with {@code AND}.
   *
   * @param tagExists a subquery on the tags {@code t} of the outer row, without its condition
   * @param parameters receives the values that the conditions bind
   */
  public static String conditions(
      List<SearchClause> clauses,
      SearchableColumns columns,
      String tagExists,
      Map<String, Object> parameters) {
    StringBuilder sql = new StringBuilder();
    boolean prompts = asksForPrompts(clauses);
    int i = 0;
    for (SearchClause clause : clauses) {
      String parameter = "value" + i++;
      if (clause.tag()) {
        if (clause.key().equals(PROMPT_TAG) && !prompts) {
          continue;
        }
        parameters.put(parameter + "key", clause.key());
        parameters.put(parameter, clause.value());
        sql.append(" AND EXISTS (").append(tagExists).append(" AND t.key = :");
        sql.append(parameter).append("key AND ");
        sql.append(comparison("t.value", clause, parameter)).append(')');
      } else {
        boolean number = columns.numeric(clause.key());
        parameters.put(
            parameter,
            clause.isList()
                ? clause.values()
                : number ? (Object) Long.valueOf(clause.value()) : clause.value());
        sql.append(" AND ");
        sql.append(comparison(columns.filters().getOrDefault(clause.key(), ""), clause, parameter));
      }
    }
    return sql.toString();
  }

  /** Whether the filter asks for prompts; otherwise a search answers models only. */
  public static boolean asksForPrompts(List<SearchClause> clauses) {
    return clauses.stream()
        .filter(c -> c.tag() && c.key().equals(PROMPT_TAG))
        .findFirst()
        .map(
            c ->
                (c.comparator().equals("=") && c.value().equalsIgnoreCase("true"))
                    || (c.comparator().equals("!=") && c.value().equalsIgnoreCase("false")))
        .orElse(false);
  }

  private static String comparison(String column, SearchClause clause, String parameter) {
    return switch (clause.comparator()) {
      case "IN", "NOT IN" -> column + " " + clause.comparator() + " (:" + parameter + ")";
      // No escape character, as in the oracle's own store.
      case "LIKE", "ILIKE" -> column + " " + clause.comparator() + " :" + parameter + " ESCAPE ''";
      default -> column + " " + clause.comparator().replace("!=", "<>") + " :" + parameter;
    };
  }
}
