package dev.millrace.core.search;

import dev.millrace.core.error.MlflowException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a search can name: its attributes, and which of metrics, parameters, tags and datasets it
 * knows. One schema a noun; it is immutable and shared.
 */
public final class SearchSchema {

  private static final List<String> DATASET_KEYS = List.of("name", "digest", "context");

  private final Map<String, Field> attributes;
  private final Set<EntityType> types;
  private final Set<EntityType> orderTypes;

  private SearchSchema(Builder builder) {
    this.attributes = new LinkedHashMap<>(builder.attributes);
    this.types = EnumSet.copyOf(builder.types);
    this.orderTypes = EnumSet.copyOf(builder.orderTypes);
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * Finds the field of an entity's key that comes without quotes and outside of a filter.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where there is none
   */
  public Field field(String entity, String key) {
    return resolve(entity, key, 1);
  }

  /**
   * Finds the field that a filter names.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where there is none
   */
  Field resolve(String entity, String key, int position) {
    EntityType type =
        EntityType.find(entity)
            .filter(types::contains)
            .orElseThrow(
                () ->
                    MlflowException.invalidParameter(
                        "Invalid entity type '"
                            + entity
                            + "'. Valid values are "
                            + types.stream()
                                .map(t -> "'" + t.word() + "'")
                                .collect(Collectors.joining(", ", "[", "]"))
                            + at(position)));
    return switch (type) {
      case ATTRIBUTE -> attribute(key, position);
      case METRIC -> new Field(type, key, true);
      case PARAMETER, TAG -> new Field(type, key, false);
      case DATASET -> {
        if (!DATASET_KEYS.contains(key)) {
          throw MlflowException.invalidParameter(
              "Invalid dataset key '"
                  + key
                  + "' specified. Valid keys are '"
                  + list(DATASET_KEYS)
                  + "'"
                  + at(position));
        }
        yield new Field(type, key, false);
      }
    };
  }

  /** Refuses what can be compared but not sorted by. */
  void checkOrderable(Field field) {
    if (!orderTypes.contains(field.type())) {
      throw MlflowException.invalidParameter(
          "Invalid identifier type '" + field.type().word() + "'");
    }
  }

  private Field attribute(String key, int position) {
    Field field = attributes.get(key);
    if (field == null) {
      throw MlflowException.invalidParameter(
          "Invalid attribute key '"
              + key
              + "' specified. Valid keys are '"
              + list(attributes.keySet())
              + "'"
              + at(position));
    }
    return field;
  }

  private static String list(Iterable<String> keys) {
    return "{'" + String.join("', '", keys) + "'}";
  }

  static String at(int position) {
    return " (at position " + position + ")";
  }

  /** Collects a schema. */
  public static final class Builder {

    private final Map<String, Field> attributes = new LinkedHashMap<>();
    private final Set<EntityType> types = EnumSet.of(EntityType.ATTRIBUTE);
    private final Set<EntityType> orderTypes = EnumSet.of(EntityType.ATTRIBUTE);

    private Builder() {}

    /** An attribute with text values, and other names it goes by. */
    public Builder text(String name, String... aliases) {
      return attribute(new Field(EntityType.ATTRIBUTE, name, false), aliases);
    }

    /** An attribute with numeric values, and other names it goes by. */
    public Builder number(String name, String... aliases) {
      return attribute(new Field(EntityType.ATTRIBUTE, name, true), aliases);
    }

    /** A kind of thing that can be compared and sorted by. */
    public Builder entity(EntityType type) {
      types.add(type);
      orderTypes.add(type);
      return this;
    }

    /** A kind of thing that can be compared only. */
    public Builder filterOnly(EntityType type) {
      types.add(type);
      return this;
    }

    public SearchSchema build() {
      return new SearchSchema(this);
    }

    private Builder attribute(Field field, String... aliases) {
      attributes.put(field.key(), field);
      for (String alias : aliases) {
        attributes.put(alias, field);
      }
      return this;
    }
  }
}
