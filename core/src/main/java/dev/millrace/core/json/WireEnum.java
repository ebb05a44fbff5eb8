package dev.millrace.core.json;

/**
 * An enum of the wire: read by its constant's name or by its protobuf number, written by its name.
 */
public interface WireEnum {

  /** The number protobuf gives the constant. */
  int number();

  /**
   * Finds the constant.
   *
   * @param value a name, a number or a numeric string
   * @throws IllegalArgumentException where no constant has that name or number
   */
  static <E extends Enum<E> & WireEnum> E read(Class<E> type, Object value) {
    String text = String.valueOf(value);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text)
          || Integer.toString(constant.number()).equals(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException("no " + type.getSimpleName() + " is called " + text);
  }
}
