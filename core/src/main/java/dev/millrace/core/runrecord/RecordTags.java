package dev.millrace.core.runrecord;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tags in which clients tell how a run came to be. A value longer than a tag may be goes on in
 * tags of the same name with {@code .1}, {@code .2}, … behind it.
 */
public final class RecordTags {

  // MLflow: its own names, which its client sets from the repository of the script.
  public static final String GIT_COMMIT = "mlflow.source.git.commit";
  public static final String GIT_BRANCH = "mlflow.source.git.branch";
  public static final String GIT_REPOSITORY = "mlflow.source.git.repoURL";
  public static final String GIT_DIRTY = "mlflow.source.git.dirty";
  public static final String SOURCE_NAME = "mlflow.source.name";
  public static final String SOURCE_TYPE = "mlflow.source.type";
  public static final String DOCKER_IMAGE = "mlflow.docker.image.uri";
  public static final String USER = "mlflow.user";
  public static final String PARENT_RUN = "mlflow.parentRunId";
  public static final String PROJECT_ENTRY_POINT = "mlflow.project.entryPoint";

  /** A script from the root of its repository, {@code -m module}, or a main class. */
  public static final String ENTRY_POINT = "millrace.code.entry_point";

  /** Working directory from the root of the repository; {@code .} for the root itself. */
  public static final String DIRECTORY = "millrace.code.directory";

  /** A JSON list of the arguments, secrets masked. */
  public static final String ARGUMENTS = "millrace.code.arguments";

  /** {@code python} or {@code java}. */
  public static final String LANGUAGE = "millrace.environment.language";

  public static final String LANGUAGE_VERSION = "millrace.environment.version";
  public static final String OPERATING_SYSTEM = "millrace.environment.os";

  /** One package a line: {@code name==version}, with {@code --hash=sha256:…} behind it if known. */
  public static final String PACKAGES = "millrace.environment.packages";

  /** What whoever started the run expected of it. */
  public static final String HYPOTHESIS = "millrace.hypothesis";

  /** What came of the hypothesis. */
  public static final String VERDICT = "millrace.verdict";

  /** Id of the run that this one is a reproduction of. */
  public static final String REPRODUCES = "millrace.reproduces";

  private static final int MOST_CHARACTERS = 8_000;

  private RecordTags() {}

  /** The tags that hold a value of any length. */
  public static Map<String, String> split(String key, String value) {
    Map<String, String> tags = new LinkedHashMap<>();
    int from = 0;
    do {
      int to = Math.min(value.length(), from + MOST_CHARACTERS);
      if (to < value.length() && Character.isHighSurrogate(value.charAt(to - 1))) {
        to--;
      }
      tags.put(tags.isEmpty() ? key : key + "." + tags.size(), value.substring(from, to));
      from = to;
    } while (from < value.length());
    return tags;
  }

  /** The value that {@link #split} made tags of, or null where there is none. */
  public static @Nullable String join(Map<String, String> tags, String key) {
    List<String> parts = new ArrayList<>();
    String part = tags.get(key);
    while (part != null) {
      parts.add(part);
      part = tags.get(key + "." + parts.size());
    }
    return parts.isEmpty() ? null : String.join("", parts);
  }
}
