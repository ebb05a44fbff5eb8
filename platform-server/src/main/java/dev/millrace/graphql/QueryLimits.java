package dev.millrace.graphql;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.SelectionSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much a query may ask for at once.
 *
 * <p>Source: MLflow's {@code graphql_no_batching.py} (3.17), with its defaults.
 */
final class QueryLimits {

  private static final int MAX_DEPTH = 10;
  private static final int MAX_SELECTIONS = 1000;
  private static final int MAX_ROOT_FIELDS = 10;
  private static final int MAX_ALIASES = 10;

  private final Map<String, FragmentDefinition> fragments;
  private int rootFields;
  private int aliases;
  private int selections;

  private QueryLimits(Map<String, FragmentDefinition> fragments) {
    this.fragments = fragments;
  }

  private record Level(SelectionSet fields, int depth) {}

  /** What the query has too much of. */
  static Optional<String> excess(Document query) {
    return new QueryLimits(
            query.getDefinitionsOfType(FragmentDefinition.class).stream()
                .collect(
                    Collectors.toMap(
                        FragmentDefinition::getName,
                        fragment -> fragment,
                        (first, second) -> first)))
        .excessOf(query.getDefinitionsOfType(OperationDefinition.class));
  }

  private Optional<String> excessOf(List<OperationDefinition> operations) {
    for (OperationDefinition operation : operations) {
      Deque<Level> levels = new ArrayDeque<>();
      levels.push(new Level(operation.getSelectionSet(), 1));
      while (!levels.isEmpty()) {
        Level level = levels.pop();
        if (level.depth() > MAX_DEPTH) {
          return Optional.of("Query exceeds maximum depth of " + MAX_DEPTH);
        }
        for (Field field : fieldsOf(level.fields())) {
          rootFields += level.depth() == 1 ? 1 : 0;
          if (++selections > MAX_SELECTIONS) {
            return Optional.of("Query exceeds maximum total selections of " + MAX_SELECTIONS);
          }
          if (field.getSelectionSet() != null) {
            levels.push(new Level(field.getSelectionSet(), level.depth() + 1));
          }
        }
      }
    }
    if (rootFields > MAX_ROOT_FIELDS) {
      return Optional.of(tooMany(MAX_ROOT_FIELDS, "root fields", rootFields));
    }
    return aliases > MAX_ALIASES
        ? Optional.of(tooMany(MAX_ALIASES, "aliases", aliases))
        : Optional.empty();
  }

  /** The fields of one level, those of its fragments among them. */
  private List<Field> fieldsOf(SelectionSet set) {
    List<Field> fields = new ArrayList<>();
    Set<String> spread = new HashSet<>();
    Deque<Object> left = new ArrayDeque<>(set.getSelections());
    while (!left.isEmpty()) {
      Object selection = left.poll();
      if (selection instanceof Field field) {
        fields.add(field);
      } else if (selection instanceof InlineFragment inline) {
        left.addAll(inline.getSelectionSet().getSelections());
      } else if (selection instanceof FragmentSpread named && spread.add(named.getName())) {
        FragmentDefinition fragment = fragments.get(named.getName());
        if (fragment != null) {
          left.addAll(fragment.getSelectionSet().getSelections());
        }
      }
    }
    aliases =
        Math.max(aliases, (int) fields.stream().filter(field -> field.getAlias() != null).count());
    return fields;
  }

  private static String tooMany(int limit, String what, int found) {
    return "GraphQL queries should have at most %d %s, got %d %s."
        .formatted(limit, what, found, what);
  }
}
