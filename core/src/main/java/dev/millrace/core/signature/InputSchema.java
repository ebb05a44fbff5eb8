package dev.millrace.core.signature;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a model takes: named columns or tensors, or what it alone can tell. */
public sealed interface InputSchema {

  /** A table with these columns; names are unique and in the model's order. */
  record Columns(List<ColumnSpec> columns) implements InputSchema {

    public Columns {
      columns = List.copyOf(columns);
    }

    public Set<String> names() {
      return columns.stream()
          .map(ColumnSpec::name)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }
  }

  /**
   * Whatever the model itself takes: it has no signature, or one of lists and objects. What was
   * sent is handed to it as it came.
   */
  record AsSent() implements InputSchema {}

  /** These tensors; names are unique, and a single one may be without a name. */
  record Tensors(List<TensorSpec> tensors) implements InputSchema {

    public Tensors {
      tensors = List.copyOf(tensors);
    }
  }
}
