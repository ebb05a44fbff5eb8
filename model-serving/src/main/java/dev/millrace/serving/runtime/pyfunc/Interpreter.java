package dev.millrace.serving.runtime.pyfunc;

import java.nio.file.Path;

/**
 * A Python that was found on this machine.
 *
 * @param executable the program itself, not one that looks for it
 * @param version such as {@code 3.11.7}
 */
record Interpreter(Path executable, String version) {

  /** The first two numbers of a version: what is compiled and pickled depends on them. */
  static String minor(String version) {
    String[] numbers = version.split("\\.", -1);
    return numbers.length < 2 ? version : numbers[0] + "." + numbers[1];
  }

  String minor() {
    return minor(version);
  }
}
