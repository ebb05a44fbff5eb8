package dev.millrace.serving.runtime.xgboost;

import static dev.millrace.serving.runtime.xgboost.ModelDocument.damaged;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The fields of an object of the model's file; what is absent or of the wrong kind is named. */
final class Fields {

  private final Map<?, ?> map;
  private final String path;

  Fields(Map<?, ?> map, String path) {
    this.map = map;
    this.path = path;
  }

  boolean has(String name) {
    return map.containsKey(name);
  }

  Fields object(String name) {
    if (map.get(name) instanceof Map<?, ?> object) {
      return new Fields(object, path(name));
    }
    throw damaged("it has no object " + path(name), null);
  }

  String text(String name) {
    if (map.get(name) instanceof String text) {
      return text;
    }
    throw damaged("it has no text " + path(name), null);
  }

  String text(String name, String absent) {
    return has(name) ? text(name) : absent;
  }

  /** XGBoost writes its parameters as texts. */
  int integer(String name, int least, int most) {
    Object value = map.get(name);
    try {
      double number =
          value instanceof Double real ? real : Double.parseDouble(String.valueOf(value));
      if (number == Math.rint(number) && number >= least && number <= most) {
        return (int) number;
      }
    } catch (NumberFormatException e) {
      throw damaged(path(name) + " is no integer", e);
    }
    throw damaged(path(name) + " is not an integer from " + least + " to " + most, null);
  }

  int integer(String name, int least, int most, int absent) {
    return has(name) ? integer(name, least, most) : absent;
  }

  double[] numbers(String name) {
    Object value = map.get(name);
    if (value instanceof double[] numbers) {
      return numbers;
    }
    if (value != null && ModelDocument.isEmptyList(value)) {
      return new double[0];
    }
    throw damaged("it has no list of numbers " + path(name), null);
  }

  /** Numbers, as many as that. */
  double[] numbers(String name, int count) {
    double[] numbers = numbers(name);
    if (numbers.length != count) {
      throw damaged(
          path(name) + " has " + numbers.length + " elements where there should be " + count, null);
    }
    return numbers;
  }

  <T> List<T> list(String name, Class<T> type) {
    Object value = map.get(name);
    if (value != null && ModelDocument.isEmptyList(value)) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw damaged("it has no list " + path(name), null);
    }
    List<T> elements = new ArrayList<>(list.size());
    for (Object element : list) {
      if (!type.isInstance(element)) {
        throw damaged("the list " + path(name) + " holds something else", null);
      }
      elements.add(type.cast(element));
    }
    return elements;
  }

  private String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
