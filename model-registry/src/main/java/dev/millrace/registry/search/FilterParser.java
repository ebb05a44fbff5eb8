package dev.millrace.registry.search;

import dev.millrace.core.error.MlflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the filter of a registry search: comparisons joined by {@code AND}.
 *
 * <p>Source of grammar and texts: {@code SearchModelUtils} and {@code SearchModelVersionUtils} in
 * MLflow's {@code mlflow/utils/search_utils.py} (3.17).
 */
public final class FilterParser {

  private static final int MAX_FILTER_LENGTH = 16_384;
  private static final int MAX_CLAUSES = 200;
  private static final Set<String> TAG_COMPARATORS = Set.of("=", "!=", "LIKE", "ILIKE");

  private static final Pattern IDENTIFIER =
      Pattern.compile("(?:[\\w]+\\.)?(?:`[^`]*`|\"[^\"]*\"|[\\w./\\-]+)");
  private static final Pattern COMPARATOR =
      Pattern.compile(
          "<=|>=|!=|<>|=|<|>|NOT\\s+IN\\b|IN\\b|ILIKE\\b|LIKE\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern STRING = Pattern.compile("'[^']*'|\"[^\"]*\"");
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?\\b");
  private static final Pattern AND = Pattern.compile("AND\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern SPACE = Pattern.compile("\\s*");

  private final String filter;
  private final SearchableColumns columns;
  private int position;

  private FilterParser(String filter, SearchableColumns columns) {
    this.filter = filter;
    this.columns = columns;
  }

  /**
   * The clauses of a filter; an absent or empty one has none.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE that names the clause at fault
   */
  public static List<SearchClause> parse(@Nullable String filter, SearchableColumns columns) {
    if (filter == null || filter.isBlank()) {
      return List.of();
    }
    if (filter.length() > MAX_FILTER_LENGTH) {
      throw MlflowException.invalidParameter(
          "The filter is longer than " + MAX_FILTER_LENGTH + " characters.");
    }
    if (filter.indexOf('\0') >= 0) {
      throw MlflowException.invalidParameter("The filter contains a NUL character.");
    }
    return new FilterParser(filter, columns).clauses();
  }

  private List<SearchClause> clauses() {
    List<SearchClause> clauses = new ArrayList<>();
    do {
      clauses.add(clause());
      if (clauses.size() > MAX_CLAUSES) {
        throw MlflowException.invalidParameter(
            "The filter has more than " + MAX_CLAUSES + " clauses.");
      }
    } while (take(AND) != null);
    if (position < filter.length()) {
      throw invalidClause();
    }
    return clauses;
  }

  private SearchClause clause() {
    int start = skipSpace();
    String identifier = take(IDENTIFIER);
    if (identifier == null) {
      throw invalidClause();
    }
    String comparator = take(COMPARATOR);
    if (comparator == null) {
      position = start;
      throw invalidClause();
    }
    String canonical = comparator.toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
    canonical = canonical.equals("<>") ? "!=" : canonical;
    int dot = identifier.indexOf('.');
    String entity = dot < 0 ? "attribute" : identifier.substring(0, dot);
    String key = unquoted(identifier.substring(dot + 1));
    return switch (entity) {
      case "attribute" -> attribute(key, canonical);
      case "tag", "tags" -> tag(key, canonical);
      default ->
          throw MlflowException.invalidParameter(
              "Invalid entity type '"
                  + entity
                  + "'. Valid entity types are ('attribute', 'tag', 'tags')");
    };
  }

  private SearchClause tag(String key, String comparator) {
    String value = take(STRING);
    if (value == null) {
      throw MlflowException.invalidParameter(
          "Expected a quoted string value for tag (e.g. 'my-value'). Got value " + rest());
    }
    if (!TAG_COMPARATORS.contains(comparator)) {
      throw MlflowException.invalidParameter("Invalid comparator for tag: " + comparator);
    }
    return new SearchClause(true, key, comparator, List.of(unquoted(value)), false);
  }

  private SearchClause attribute(String key, String comparator) {
    if (!columns.filterable(key)) {
      throw MlflowException.invalidParameter(
          "Invalid attribute key '"
              + key
              + "' specified. Valid keys are '"
              + pythonSet(columns.filterableKeys())
              + "'");
    }
    boolean list = comparator.endsWith("IN");
    if (list) {
      columns.requireListSupported(key);
      return columns.checked(new SearchClause(false, key, comparator, list(), false));
    }
    String text = take(STRING);
    if (text != null) {
      return columns.checked(
          new SearchClause(false, key, comparator, List.of(unquoted(text)), false));
    }
    String number = columns.numeric(key) ? take(NUMBER) : null;
    if (number == null) {
      throw MlflowException.invalidParameter(
          "Expected a quoted string value or a list of quoted string values for attributes. Got"
              + " value "
              + rest());
    }
    return columns.checked(new SearchClause(false, key, comparator, List.of(number), true));
  }

  private List<String> list() {
    List<String> values = new ArrayList<>();
    if (!takeChar('(')) {
      throw illFormedList();
    }
    do {
      String value = take(STRING);
      if (value == null) {
        break;
      }
      values.add(unquoted(value));
    } while (takeChar(','));
    if (values.isEmpty() || !takeChar(')')) {
      throw illFormedList();
    }
    return values;
  }

  private static MlflowException illFormedList() {
    return MlflowException.invalidParameter(
        "While parsing a list in the query, expected a non-empty list of string values, but got"
            + " ill-formed list.");
  }

  private MlflowException invalidClause() {
    int at = skipSpace();
    return MlflowException.invalidParameter(
        "Invalid clause(s) in filter string: " + rest() + " (at character " + (at + 1) + ")");
  }

  private String rest() {
    String rest = filter.substring(skipSpace());
    return rest.length() <= 100 ? rest : rest.substring(0, 100) + "…";
  }

  private int skipSpace() {
    Matcher space = SPACE.matcher(filter).region(position, filter.length());
    if (space.lookingAt()) {
      position = space.end();
    }
    return position;
  }

  private @Nullable String take(Pattern token) {
    skipSpace();
    Matcher matcher = token.matcher(filter).region(position, filter.length());
    if (!matcher.lookingAt()) {
      return null;
    }
    position = matcher.end();
    skipSpace();
    return matcher.group();
  }

  private boolean takeChar(char expected) {
    if (skipSpace() < filter.length() && filter.charAt(position) == expected) {
      position++;
      skipSpace();
      return true;
    }
    return false;
  }

  /** The text without the quotes or backticks around it, if any. */
  static String unquoted(String text) {
    int last = text.length() - 1;
    return last >= 1 && "'\"`".indexOf(text.charAt(0)) >= 0 && text.charAt(last) == text.charAt(0)
        ? text.substring(1, last)
        : text;
  }

  // MLflow: prints the Python set of valid keys.
  static String pythonSet(Set<String> keys) {
    return new TreeSet<>(keys)
        .stream()
            .map(k -> "'" + k + "'")
            .reduce((a, b) -> a + ", " + b)
            .map(s -> "{" + s + "}")
            .orElse("{}");
  }
}
