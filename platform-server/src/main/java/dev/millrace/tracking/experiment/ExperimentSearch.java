package dev.millrace.tracking.experiment;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.search.EntityType;
import dev.millrace.core.search.Field;
import dev.millrace.core.search.Filter;
import dev.millrace.core.search.Operator;
import dev.millrace.core.search.OrderBy;
import dev.millrace.core.search.SearchSchema;
import dev.millrace.core.search.Value;
import dev.millrace.tracking.search.SearchColumns;
import dev.millrace.tracking.search.SortKey;
import dev.millrace.tracking.search.SqlText;
import java.util.List;

/** What a search for experiments can name, and where it is found. */
final class ExperimentSearch implements SearchColumns {

  static final SearchSchema SCHEMA =
      SearchSchema.builder()
          .text("name")
          .text("experiment_id")
          .number("creation_time")
          .number("last_update_time")
          .filterOnly(EntityType.TAG)
          .build();

  static final ExperimentSearch SQL = new ExperimentSearch();

  private ExperimentSearch() {}

  @Override
  public void condition(Filter.Comparison comparison, SqlText sql) {
    Field field = comparison.field();
    Operator operator = comparison.operator();
    if (field.type() == EntityType.TAG) {
      sql.add(operator == Operator.IS_NULL ? "NOT " : "")
          .add(
              """
              EXISTS (SELECT FROM experiment_tags t
                      WHERE t.experiment_id = e.experiment_id AND t.key = ?\
              """,
              field.key());
      if (!(comparison.value() instanceof Value.None)) {
        sql.add(" AND ").compare("t.value", operator, comparison.value());
      }
      sql.add(")");
    } else if (field.key().equals("experiment_id")) {
      if (operator == Operator.LIKE || operator == Operator.ILIKE) {
        throw MlflowException.invalidParameter(
            "Invalid comparator for experiment_id: " + operator.text());
      }
      sql.compare("e.experiment_id::text", operator, comparison.value());
    } else {
      sql.compare("e." + field.key(), operator, comparison.value());
    }
  }

  @Override
  public List<SortKey> sortKeys(OrderBy orderBy, String alias, SqlText joins) {
    String key = orderBy.field().key();
    return List.of(
        new SortKey(
            "e." + key, key.equals("name") ? String.class : Long.class, orderBy.ascending()));
  }

  /** Newest first; ids are handed out in the order of creation, whatever the clock says. */
  @Override
  public List<SortKey> tieBreakers(List<Field> sorted) {
    return sorted.stream().anyMatch(f -> f.key().equals("experiment_id"))
        ? List.of()
        : List.of(new SortKey("e.experiment_id", Long.class, false));
  }
}
