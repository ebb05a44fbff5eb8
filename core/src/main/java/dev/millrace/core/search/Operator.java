package dev.millrace.core.search;

/** How a filter compares; the text is both MLflow's and SQL's. */
public enum Operator {
  EQUAL("="),
  NOT_EQUAL("!="),
  GREATER(">"),
  GREATER_OR_EQUAL(">="),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  LIKE("LIKE"),
  ILIKE("ILIKE"),
  IN("IN"),
  NOT_IN("NOT IN"),
  IS_NULL("IS NULL"),
  IS_NOT_NULL("IS NOT NULL");

  private final String text;

  Operator(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
