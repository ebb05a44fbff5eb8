package dev.millrace.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.runrecord.RecordTags;
import dev.millrace.core.runrecord.SecretMask;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What this process tells about how its runs came to be: commit, entry point, arguments, Java and
 * jars. Looked up once; what cannot be found out is left out and fails no run. No environment
 * variable is ever told, and arguments that look like secrets are masked.
 */
final class RunOrigin {

  private static final String SOURCE_LAUNCHER = "jdk.compiler/com.sun.tools.javac.launcher.Main ";

  private RunOrigin() {}

  private static final class Looked {
    static final Map<String, String> UP = lookUp(Path.of(""));
  }

  /** The tags for a new run of this process. */
  static Map<String, String> tags() {
    return Looked.UP;
  }

  private static Map<String, String> lookUp(Path directory) {
    GitTree tree = GitTree.of(directory);
    Map<String, String> tags = new LinkedHashMap<>(tree.tags());
    String command = System.getProperty("sun.java.command", "");
    String entryPoint = entryPoint(command);
    tags.put(RecordTags.SOURCE_TYPE, "LOCAL");
    if (!entryPoint.isEmpty()) {
      tags.put(RecordTags.SOURCE_NAME, entryPoint);
      tags.put(RecordTags.ENTRY_POINT, tree.nameFromRoot(entryPoint));
      List<String> arguments = argumentsAfter(entryPoint, commandLine());
      if (arguments != null) {
        tags.putAll(RecordTags.split(RecordTags.ARGUMENTS, json(SecretMask.arguments(arguments))));
      }
    }
    tags.put(RecordTags.LANGUAGE, "java");
    tags.put(RecordTags.LANGUAGE_VERSION, System.getProperty("java.version", ""));
    tags.put(
        RecordTags.OPERATING_SYSTEM,
        Stream.of("os.name", "os.version", "os.arch")
            .map(key -> System.getProperty(key, ""))
            .reduce((a, b) -> a + " " + b)
            .orElse(""));
    String jars =
        Jars.lines(List.of(System.getProperty("java.class.path", "").split(File.pathSeparator)));
    if (!jars.isEmpty()) {
      tags.putAll(RecordTags.split(RecordTags.PACKAGES, jars));
    }
    return Map.copyOf(tags);
  }

  /** The main class, the jar or the source file that Java was started with. */
  static String entryPoint(String command) {
    String started =
        command.startsWith(SOURCE_LAUNCHER) ? command.substring(SOURCE_LAUNCHER.length()) : command;
    int space = started.indexOf(' ');
    return space < 0 ? started : started.substring(0, space);
  }

  /**
   * What came behind the entry point; null where that cannot be told, as the property that names it
   * does not tell where one argument ends.
   */
  static @Nullable List<String> argumentsAfter(String entryPoint, List<String> commandLine) {
    int place = commandLine.indexOf(entryPoint);
    return place < 0 ? null : commandLine.subList(place + 1, commandLine.size());
  }

  /** Linux cuts what it tells through {@link ProcessHandle} off where a class path is long. */
  private static List<String> commandLine() {
    try {
      String line = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
      return List.of(line.substring(0, Math.max(0, line.length() - 1)).split("\0", -1));
    } catch (IOException e) {
      return ProcessHandle.current().info().arguments().map(List::of).orElse(List.of());
    }
  }

  private static String json(List<String> arguments) {
    try {
      return MlflowJson.mapper().writeValueAsString(arguments);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
