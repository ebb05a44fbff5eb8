package dev.millrace.core.signature;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a model takes: named columns or tensors. */
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

  /** These tensors; names are unique, and a single one may be without a name. */
  record Tensors(List<TensorSpec> tensors) implements InputSchema {

    public Tensors {
      tensors = List.copyOf(tensors);
    }
  }
}
