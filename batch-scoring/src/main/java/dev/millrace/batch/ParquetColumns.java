package dev.millrace.batch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.serving.VersionInput;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;

/** The columns of a table in Parquet. */
record ParquetColumns(List<ParquetColumn> columns) {

  static ParquetColumns of(MessageType schema) {
    return new ParquetColumns(schema.getFields().stream().map(ParquetColumn::of).toList());
  }

  /**
   * Refuses a table that has not the columns that are asked for.
   *
   * @throws ScoringException which names the column
   */
  void requireFor(VersionInput input, Choice choice) {
    choice.requireColumns(columns.stream().map(ParquetColumn::name).toList(), input);
  }

  /** Those that the output keeps. */
  List<ParquetColumn> kept(Choice choice) {
    List<String> names = choice.columns();
    return names == null ? columns : names.stream().map(this::require).toList();
  }

  private ParquetColumn require(String name) {
    return find(name).orElseThrow(() -> ScoringException.noColumn(name));
  }

  private Optional<ParquetColumn> find(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  ObjectNode read(Group row) {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    columns.forEach(column -> values.set(column.name(), column.read(row)));
    return values;
  }
}
