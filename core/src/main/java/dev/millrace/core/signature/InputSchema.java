package dev.millrace.core.signature;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a model takes: named columns or tensors, or what it alone can tell. */
public sealed interface InputSchema {

  /** The same, held to by another policy; what is no table has none. */
  default InputSchema under(InputPolicy policy) {
    return this;
  }

  /**
   * A table with these columns; names are unique and in the model's order.
   *
   * @param ignoresOthers whether columns that are none of these are left out, not refused
   * @param converts whether values of another type are taken that stand for one of the column's
   */
  record Columns(List<ColumnSpec> columns, boolean ignoresOthers, boolean converts)
      implements InputSchema {

    public Columns {
      columns = List.copyOf(columns);
    }

    /** Of these and no others. */
    public Columns(List<ColumnSpec> columns) {
      this(columns, false, false);
    }

    @Override
    public InputSchema under(InputPolicy policy) {
      if (policy.equals(InputPolicy.STRICT)) {
        return this;
      }
      return new Columns(
          policy.allowsMissing() ? columns.stream().map(ColumnSpec::optional).toList() : columns,
          policy.ignoresExtra(),
          policy.converts());
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
