package dev.millrace.serving.runtime.lightgbm;

import static dev.millrace.serving.runtime.lightgbm.ModelFile.damaged;

import java.util.Map;
import java.util.StringTokenizer;

/**
 * Lines of {@code key=value} that belong together.
 *
 * @param name what an error calls it
 */
record Section(String name, Map<String, String> values) {

  boolean has(String key) {
    return values.containsKey(key);
  }

  String text(String key) {
    String text = values.get(key);
    if (text == null) {
      throw damaged(name + " has no " + key);
    }
    return text;
  }

  int integer(String key) {
    return ModelFile.integer(text(key));
  }

  /** So many whole numbers, which may be as large as unsigned ones of 32 bits. */
  int[] integers(String key, int count) {
    int[] integers = new int[count(key, count)];
    StringTokenizer words = new StringTokenizer(text(key));
    for (int i = 0; i < count; i++) {
      integers[i] = ModelFile.integer(words.nextToken());
    }
    return integers;
  }

  double[] numbers(String key, int count) {
    double[] numbers = new double[count(key, count)];
    StringTokenizer words = new StringTokenizer(text(key));
    for (int i = 0; i < count; i++) {
      numbers[i] = ModelFile.number(words.nextToken());
    }
    return numbers;
  }

  /** The count, after the line was seen to have as many: memory is taken for what is there. */
  private int count(String key, int count) {
    // A word and what parts it from the next have two characters at least.
    String text = text(key);
    if (count < 0 || count > text.length() || new StringTokenizer(text).countTokens() != count) {
      throw damaged(name + " does not have " + count + " values of " + key);
    }
    return count;
  }
}
