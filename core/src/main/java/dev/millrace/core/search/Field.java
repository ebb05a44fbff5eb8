package dev.millrace.core.search;

/**
 * What a comparison or an order key is about.
 *
 * @param key canonical name of an attribute, or the key of the metric, parameter or tag
 * @param aggregate which value of a metric; LAST for everything else
 * @param unlessKeyExists whether {@link #wholeKey()}, where a run has a metric of that key, is
 *     meant instead: {@code metrics.loss.min} without quotes may be either
 */
public record Field(
    EntityType type,
    String key,
    ValueType valueType,
    Aggregate aggregate,
    boolean unlessKeyExists) {

  /** A field without an aggregate. */
  public Field(EntityType type, String key, ValueType valueType) {
    this(type, key, valueType, Aggregate.LAST, false);
  }

  /** Whether it is the attribute of this name. */
  public boolean isAttribute(String name) {
    return type == EntityType.ATTRIBUTE && key.equals(name);
  }

  /** Whether its values are numbers. */
  public boolean numeric() {
    return valueType.numeric();
  }

  /** The key with the aggregate taken as part of it. */
  public String wholeKey() {
    return key + "." + aggregate.word();
  }
}
