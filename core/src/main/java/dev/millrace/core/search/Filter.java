package dev.millrace.core.search;

import java.util.List;

/** The tree of a filter; every field in it is known to the schema it was parsed with. */
public sealed interface Filter {

  /** All of them; none at all is true. */
  record And(List<Filter> parts) implements Filter {

    public And {
      parts = List.copyOf(parts);
    }
  }

  /** Any of them. */
  record Or(List<Filter> parts) implements Filter {

    public Or {
      parts = List.copyOf(parts);
    }
  }

  /** Not this: true of exactly the rows that the part is not true of. */
  record Not(Filter part) implements Filter {}

  /** One field against one value, of the kind the field and the operator ask for. */
  record Comparison(Field field, Operator operator, Value value) implements Filter {}

  /**
   * Text that is looked for, in any case, in the name, the id, the note and the tags that people
   * set.
   */
  record Word(String text) implements Filter {}
}
