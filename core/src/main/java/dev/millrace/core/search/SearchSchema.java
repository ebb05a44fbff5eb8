package dev.millrace.core.search;

import dev.millrace.core.error.MlflowException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a search can name: its attributes, and which of metrics, parameters, tags and datasets it
 * knows. One schema a noun; it is immutable and shared.
 */
public final class SearchSchema {

  private static final List<String> DATASET_KEYS = List.of("name", "digest", "context");

  private final Map<String, Field> attributes;
  private final Set<EntityType> types;
  private final Set<EntityType> orderTypes;
  private final boolean bareValues;
  private final String typeWording;
  private final String orderWording;

  private SearchSchema(Builder builder) {
    this.attributes = new LinkedHashMap<>(builder.attributes);
    this.types = EnumSet.copyOf(builder.types);
    this.orderTypes = EnumSet.copyOf(builder.orderTypes);
    this.bareValues = builder.bareValues;
    this.typeWording = builder.typeWording;
    this.orderWording = builder.orderWording;
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * Finds the field to sort by of a name that comes without quotes and outside of an {@code
   * order_by} clause: an attribute, or an entity, a dot and a key with whatever characters.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where there is none
   */
  public Field orderField(String name) {
    int dot = name.indexOf('.');
    try {
      if (dot < 0) {
        return attribute(name, 1);
      }
      EntityType type =
          EntityType.find(name.substring(0, dot))
              .filter(orderTypes::contains)
              .orElseThrow(() -> new FilterFault(orderWording.formatted(name), 1));
      return plainField(type, name.substring(dot + 1), dot + 2);
    } catch (FilterFault fault) {
      // MLflow: the same words for whatever is wrong with the name of an attribute.
      throw MlflowException.invalidParameter(
          dot < 0 ? "Invalid order by field name: " + name : fault.sentence());
    }
  }

  /** Whether a text value may stand without quotes, where it is one word. */
  boolean bareValues() {
    return bareValues;
  }

  /** Whether a word is the name of an attribute, or of any kind of thing with a dot behind it. */
  boolean knows(String word) {
    int dot = word.indexOf('.');
    return dot < 0
        ? attributes.containsKey(word)
        : dot == word.length() - 1 || EntityType.find(word.substring(0, dot)).isPresent();
  }

  EntityType type(String entity, int position) {
    return EntityType.find(entity)
        .filter(types::contains)
        .orElseThrow(() -> new FilterFault(typeWording.formatted(entity), position));
  }

  Field field(EntityType type, String key, int position) {
    return switch (type) {
      case ATTRIBUTE -> attribute(key, position);
      case METRIC -> new Field(type, key, ValueType.NUMBER);
      case PARAMETER, TAG -> new Field(type, key, ValueType.TEXT);
      case DATASET -> {
        if (!DATASET_KEYS.contains(key)) {
          throw new FilterFault(
              "Invalid dataset key '"
                  + key
                  + "' specified. Valid keys are '"
                  + list(DATASET_KEYS)
                  + "'",
              position);
        }
        yield new Field(type, key, ValueType.TEXT);
      }
    };
  }

  /** The field of a key without quotes, which may end in an aggregate. */
  Field plainField(EntityType type, String key, int position) {
    int dot = key.lastIndexOf('.');
    Optional<Aggregate> aggregate =
        type == EntityType.METRIC && dot > 0
            ? Aggregate.find(key.substring(dot + 1))
            : Optional.empty();
    return aggregate
        .map(a -> new Field(type, key.substring(0, dot), ValueType.NUMBER, a, true))
        .orElseGet(() -> field(type, key, position));
  }

  Field attribute(String key, int position) {
    Field field = attributes.get(key);
    if (field == null) {
      throw new FilterFault(
          "Invalid attribute key '"
              + key
              + "' specified. Valid keys are '"
              + list(attributes.keySet())
              + "'",
          position);
    }
    return field;
  }

  /** Refuses what can be compared but not sorted by. */
  void checkOrderable(Field field, int position) {
    if (!orderTypes.contains(field.type())) {
      throw new FilterFault(orderWording.formatted(field.type().word()), position);
    }
  }

  private static String list(Iterable<String> keys) {
    return "{'" + String.join("', '", keys) + "'}";
  }

  /** Collects a schema. */
  public static final class Builder {

    private final Map<String, Field> attributes = new LinkedHashMap<>();
    private final Set<EntityType> types = EnumSet.of(EntityType.ATTRIBUTE);
    private final Set<EntityType> orderTypes = EnumSet.of(EntityType.ATTRIBUTE);
    private boolean bareValues;
    private String typeWording =
        "Invalid entity type '%s'. Valid values are ['metric', 'parameter', 'tag', 'attribute',"
            + " 'dataset']";
    private String orderWording = "Invalid identifier type '%s'";

    private Builder() {}

    /** An attribute with text values, and other names it goes by. */
    public Builder text(String name, String... aliases) {
      return attribute(ValueType.TEXT, name, aliases);
    }

    /** An attribute with times, and other names it goes by. */
    public Builder time(String name, String... aliases) {
      return attribute(ValueType.TIME, name, aliases);
    }

    /** An attribute of this kind, and other names it goes by. */
    public Builder attribute(ValueType valueType, String name, String... aliases) {
      Field field = new Field(EntityType.ATTRIBUTE, name, valueType);
      attributes.put(name, field);
      for (String alias : aliases) {
        attributes.put(alias, field);
      }
      return this;
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

    /** Text values may stand without quotes, where they are one word. */
    public Builder withBareValues() {
      bareValues = true;
      return this;
    }

    /**
     * Words for errors, each with a place for the name at fault; MLflow's differ by noun.
     *
     * @param ofType where something is compared that the schema does not know
     * @param ofOrder where something is sorted by that can only be compared
     */
    public Builder wording(String ofType, String ofOrder) {
      typeWording = ofType;
      orderWording = ofOrder;
      return this;
    }

    public SearchSchema build() {
      return new SearchSchema(this);
    }
  }
}
