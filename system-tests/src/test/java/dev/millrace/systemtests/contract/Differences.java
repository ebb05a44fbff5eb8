package dev.millrace.systemtests.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** In what two answers differ, a line for each place. */
final class Differences {

  private static final int MAX_SHOWN = 600;

  private final List<String> lines = new ArrayList<>();

  private Differences() {}

  /** Nothing where they are equal. */
  static List<String> between(Answer mlflow, Answer millrace) {
    Differences differences = new Differences();
    if (!Objects.equals(mlflow.failure(), millrace.failure())) {
      differences.add("failure", mlflow.failure(), millrace.failure());
    }
    if (mlflow.status() != millrace.status()) {
      differences.add("status", mlflow.status(), millrace.status());
    }
    differences.compare("body", mlflow.body(), millrace.body());
    return differences.lines;
  }

  private void compare(String place, JsonNode mlflow, JsonNode millrace) {
    if (Objects.equals(mlflow, millrace)) {
      return;
    }
    if (mlflow == null || millrace == null) {
      add(place, mlflow, millrace);
    } else if (mlflow.isObject() && millrace.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      mlflow.fieldNames().forEachRemaining(names::add);
      millrace.fieldNames().forEachRemaining(names::add);
      names.forEach(n -> compare(place + "." + n, mlflow.get(n), millrace.get(n)));
    } else if (mlflow.isArray() && millrace.isArray() && mlflow.size() == millrace.size()) {
      for (int i = 0; i < mlflow.size(); i++) {
        compare(place + "." + i, mlflow.get(i), millrace.get(i));
      }
    } else {
      add(place, mlflow, millrace);
    }
  }

  private void add(String place, Object mlflow, Object millrace) {
    lines.add(
        place + "\n      mlflow:   " + shown(mlflow) + "\n      millrace: " + shown(millrace));
  }

  private static String shown(Object value) {
    String text = value == null ? "(absent)" : value.toString();
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }
}
