package dev.millrace.tracking.runrecord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.runrecord.RecordTags;
import dev.millrace.core.runrecord.RunRecord;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads code and environment from the tags of a run and the files of its models. */
final class ToldEnvironment {

  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
  private static final Pattern PACKAGE =
      Pattern.compile(
          "\\s*([A-Za-z0-9][\\w.:-]*)(?:\\[[^\\]]*])?\\s*==\\s*([^\\s;#]+)"
              + "(?:\\s+--hash=sha256:([0-9a-f]{64}))?.*");
  private static final Pattern PACKAGE_OF_URL =
      Pattern.compile("\\s*([A-Za-z0-9][\\w.-]*)\\s*(@\\s*\\S+).*");
  private static final Pattern PYTHON_OF_ENV = Pattern.compile("(?m)^python:\\s*[\"']?([0-9.]+)");
  private static final Pattern PYTHON_OF_CONDA = Pattern.compile("(?m)^\\s*-\\s*python=+([0-9.]+)");

  private ToldEnvironment() {}

  static RunRecord.Code code(Map<String, String> tags) {
    String entryPoint = tags.get(RecordTags.ENTRY_POINT);
    if (entryPoint == null) {
      entryPoint = tags.get(RecordTags.PROJECT_ENTRY_POINT);
    }
    if (entryPoint == null) {
      entryPoint = tags.get(RecordTags.SOURCE_NAME);
    }
    String dirty = tags.get(RecordTags.GIT_DIRTY);
    return new RunRecord.Code(
        tags.get(RecordTags.GIT_REPOSITORY),
        tags.get(RecordTags.GIT_COMMIT),
        tags.get(RecordTags.GIT_BRANCH),
        dirty == null ? null : Boolean.valueOf(dirty),
        tags.get(RecordTags.SOURCE_TYPE),
        entryPoint,
        tags.get(RecordTags.DIRECTORY),
        texts(RecordTags.join(tags, RecordTags.ARGUMENTS)));
  }

  static RunRecord.Environment environment(
      Map<String, String> tags, List<RunRecord.TextFile> files) {
    String packages = RecordTags.join(tags, RecordTags.PACKAGES);
    String version = tags.get(RecordTags.LANGUAGE_VERSION);
    String language = tags.get(RecordTags.LANGUAGE);
    if (packages == null) {
      packages = contentOf("requirements.txt", files);
    }
    if (version == null) {
      version = pythonVersion(files);
    }
    if (language == null && version != null) {
      language = "python";
    }
    return new RunRecord.Environment(
        language,
        version,
        tags.get(RecordTags.OPERATING_SYSTEM),
        tags.get(RecordTags.DOCKER_IMAGE),
        packages == null ? List.of() : packages(packages),
        files);
  }

  private static List<RunRecord.PackageVersion> packages(String lines) {
    return lines.lines().flatMap(line -> packageOf(line).stream()).toList();
  }

  private static Optional<RunRecord.PackageVersion> packageOf(String line) {
    Matcher exact = PACKAGE.matcher(line);
    if (exact.matches()) {
      return Optional.of(
          new RunRecord.PackageVersion(exact.group(1), exact.group(2), exact.group(3)));
    }
    Matcher fromUrl = PACKAGE_OF_URL.matcher(line);
    return fromUrl.matches()
        ? Optional.of(new RunRecord.PackageVersion(fromUrl.group(1), fromUrl.group(2), null))
        : Optional.empty();
  }

  private static @Nullable String pythonVersion(List<RunRecord.TextFile> files) {
    String env = contentOf("python_env.yaml", files);
    String conda = contentOf("conda.yaml", files);
    Matcher python = PYTHON_OF_ENV.matcher(env == null ? "" : env);
    if (python.find()) {
      return python.group(1);
    }
    python = PYTHON_OF_CONDA.matcher(conda == null ? "" : conda);
    return python.find() ? python.group(1) : null;
  }

  private static @Nullable String contentOf(String name, List<RunRecord.TextFile> files) {
    return files.stream()
        .filter(file -> file.path().equals(name) || file.path().endsWith("/" + name))
        .map(RunRecord.TextFile::content)
        .findFirst()
        .orElse(null);
  }

  /** Anyone may set the tag, to anything. */
  private static @Nullable List<String> texts(@Nullable String json) {
    if (json == null) {
      return null;
    }
    try {
      List<String> texts = MlflowJson.mapper().readValue(json, TEXTS);
      return texts == null || texts.stream().anyMatch(Objects::isNull) ? null : texts;
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
