package dev.millrace.registry.search;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a registry search may filter and order by.
 *
 * @param filters wire key to SQL column
 * @param numbers the filter keys that are numbers
 * @param lists the filter keys that compare with lists
 * @param orders wire key to SQL column, none of which is ever null
 */
public record SearchableColumns(
    Map<String, String> filters,
    Set<String> numbers,
    Set<String> lists,
    Map<String, String> orders) {

  private static final Set<String> NUMBER_COMPARATORS = Set.of("=", "!=", ">", ">=", "<", "<=");
  private static final Set<String> TEXT_COMPARATORS =
      Set.of("=", "!=", "LIKE", "ILIKE", "IN", "NOT IN");

  boolean filterable(String key) {
    return filters.containsKey(key);
  }

  Set<String> filterableKeys() {
    return filters.keySet();
  }

  boolean numeric(String key) {
    return numbers.contains(key);
  }

  void requireListSupported(String key) {
    if (!lists.contains(key)) {
      throw MlflowException.invalidParameter(
          "Only "
              + new TreeSet<>(lists).stream().map(k -> "'" + k + "'").toList()
              + " attributes support comparison with a list of quoted string values.");
    }
  }

  /** The clause, refused where its comparator or its value does not fit the attribute. */
  SearchClause checked(SearchClause clause) {
    if (!numeric(clause.key())) {
      if (!TEXT_COMPARATORS.contains(clause.comparator())) {
        throw MlflowException.invalidParameter(
            "Invalid comparator for attribute: " + clause.comparator());
      }
      return clause;
    }
    if (!NUMBER_COMPARATORS.contains(clause.comparator())) {
      throw MlflowException.invalidParameter(
          "Invalid comparator for attribute " + clause.key() + ": " + clause.comparator());
    }
    // MLflow: a whole number may stand in quotes, a fraction is refused.
    try {
      Long.parseLong(clause.value());
    } catch (NumberFormatException e) {
      String shown = clause.number() ? clause.value() : "'" + clause.value() + "'";
      throw new MlflowException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "Invalid value for numeric attribute '" + clause.key() + "': " + shown,
          e);
    }
    return clause;
  }
}
