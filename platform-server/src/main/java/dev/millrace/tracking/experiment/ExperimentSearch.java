package dev.millrace.tracking.experiment;

import dev.millrace.core.search.EntityType;
import dev.millrace.core.search.Field;
import dev.millrace.core.search.Filter;
import dev.millrace.core.search.OrderBy;
import dev.millrace.core.search.SearchSchema;
import dev.millrace.core.search.ValueType;
import dev.millrace.tracking.search.KeyedTexts;
import dev.millrace.tracking.search.SearchColumns;
import dev.millrace.tracking.search.SortKey;
import dev.millrace.tracking.search.SqlText;
import java.util.List;

/** What a search for experiments can name, and where it is found. */
final class ExperimentSearch implements SearchColumns {

  static final SearchSchema SCHEMA =
      SearchSchema.builder()
          .text("name")
          .attribute(ValueType.ID, "experiment_id")
          .time("creation_time")
          .time("last_update_time")
          .filterOnly(EntityType.TAG)
          .wording(
              "Invalid entity type '%s'. Valid entity types are ('attribute', 'tag', 'tags')",
              "Invalid order_by entity: %s")
          .build();

  static final ExperimentSearch SQL = new ExperimentSearch();

  private static final KeyedTexts TAGS =
      new KeyedTexts("experiment_tags", "t.experiment_id = e.experiment_id");

  private ExperimentSearch() {}

  @Override
  public void condition(Filter.Comparison comparison, SqlText sql) {
    Field field = comparison.field();
    String column = "e." + field.key();
    if (field.type() == EntityType.TAG) {
      TAGS.condition(comparison, sql);
    } else if (field.valueType() == ValueType.ID) {
      sql.compareId(column, comparison.operator(), comparison.value());
    } else {
      sql.compare(column, comparison.operator(), comparison.value());
    }
  }

  @Override
  public void word(String text, SqlText sql) {
    sql.add("(" + KeyedTexts.contains("e.name"), text)
        .add(" OR e.experiment_id::text = ? OR ", text);
    TAGS.word(text, sql);
    sql.add(")");
  }

  @Override
  public List<SortKey> sortKeys(OrderBy orderBy, int place, SqlText joins) {
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
