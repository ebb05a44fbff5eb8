package dev.millrace.registry.version;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.CreateModelVersion;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.tracking.SourceDirectory;
import dev.millrace.core.validation.Require;
import dev.millrace.registry.alias.AliasStore;
import dev.millrace.registry.validation.RegistryRules;
import dev.millrace.registry.version.ModelVersionStore.StoredVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a version's source names. A source is a folder of a run or of a logged model of
 * this server, or another registered version; nothing else is ever stored.
 */
@ApplicationScoped
class ModelSourceService {

  private static final String ARTIFACTS = "mlflow-artifacts:/";
  private static final String RUNS = "runs:/";
  private static final String MODELS = "models:/";
  // MLflow: what its clients send as the source of a prompt, which has no files.
  private static final Set<String> PROMPT_SOURCES = Set.of("prompt-template", "dummy-source");

  private final SourceDirectory sources;
  private final ModelVersionStore versions;
  private final AliasStore models;

  ModelSourceService(SourceDirectory sources, ModelVersionStore versions, AliasStore models) {
    this.sources = sources;
    this.versions = versions;
    this.models = models;
  }

  /**
   * The source of a request for a new version.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where it is not a folder of this server
   */
  ModelSource resolve(CreateModelVersion request, boolean prompt) {
    String uri =
        RegistryRules.limited(
            Require.text(request.source(), "source"), "source", RegistryRules.MAX_URI_LENGTH);
    String runId = presentOrNull(request.runId(), "run_id");
    String modelId = presentOrNull(request.modelId(), "model_id");
    if (prompt) {
      if (!PROMPT_SOURCES.contains(uri)) {
        throw MlflowException.invalidParameter(
            "Invalid prompt source: '" + uri + "'. Prompt sources must use an MLflow placeholder.");
      }
      return new ModelSource(uri, null, runId, modelId);
    }
    requireNoRelativePath(uri);
    if (uri.startsWith(RUNS) && !uri.startsWith("runs://")) {
      return ofRun(uri, runId, modelId);
    }
    if (uri.startsWith(MODELS) && !uri.startsWith("models://")) {
      return ofModel(uri, request, runId, modelId);
    }
    if (uri.startsWith(ARTIFACTS) && !uri.startsWith("mlflow-artifacts://")) {
      return ofFolder(uri, runId, modelId);
    }
    throw MlflowException.invalidParameter(
        "Invalid model version source: '"
            + uri
            + "'. A source is a folder on this server: 'runs:/<run_id>/<path>',"
            + " 'models:/<model_id>', 'models:/<name>/<version>' or 'mlflow-artifacts:/<path>'.");
  }

  /**
   * The URI that a client loads a version from. A source in a run that is purged is of no use to a
   * client, which would ask for the run; the files are there all the same.
   */
  String downloadUri(StoredVersion stored) {
    String runId = stored.version().runId();
    String root = stored.artifactRoot();
    if (root == null
        || runId == null
        || !stored.version().source().startsWith(RUNS)
        || sources.artifactUriOfRun(runId).isPresent()) {
      return stored.downloadUri();
    }
    return root;
  }

  private ModelSource ofRun(String uri, @Nullable String runId, @Nullable String modelId) {
    if (modelId != null) {
      throw unidentified(uri, "model_id");
    }
    String path = uri.substring(RUNS.length());
    int slash = path.indexOf('/');
    String sourceRun = slash < 0 ? path : path.substring(0, slash);
    String root = sources.holdArtifactsOfRun(sourceRun).orElse(null);
    if (root == null || (runId != null && !runId.equals(sourceRun))) {
      throw unidentified(uri, "run_id");
    }
    String folder = slash < 0 ? "" : path.substring(slash);
    return new ModelSource(uri, withoutEndSlash(root + folder), sourceRun, null);
  }

  private ModelSource ofModel(
      String uri, CreateModelVersion request, @Nullable String runId, @Nullable String modelId) {
    String path = uri.substring(MODELS.length());
    if (path.indexOf('/') >= 0 || path.indexOf('@') >= 0) {
      return ofRegistered(uri, path, request);
    }
    String root = sources.holdArtifactsOfLoggedModel(path).orElse(null);
    if (root == null || (modelId != null && !modelId.equals(path))) {
      throw unidentified(uri, "model_id");
    }
    return new ModelSource(uri, withoutEndSlash(root), runOf(path, runId), path);
  }

  private ModelSource ofFolder(String uri, @Nullable String runId, @Nullable String modelId) {
    Optional<String> root =
        modelId != null
            ? sources.holdArtifactsOfLoggedModel(modelId)
            : runId != null ? sources.holdArtifactsOfRun(runId) : Optional.empty();
    String folder = withoutEndSlash(uri);
    if (root.isEmpty() || !isWithin(folder, withoutEndSlash(root.get()))) {
      throw unidentified(uri, modelId == null ? "run_id" : "model_id");
    }
    return new ModelSource(uri, folder, modelId == null ? runId : runOf(modelId, runId), modelId);
  }

  /** A copy of a registered version keeps the run, the logged model and the files of it. */
  private ModelSource ofRegistered(String uri, String path, CreateModelVersion request) {
    StoredVersion stored = requireRegistered(uri, path);
    ModelVersion original = stored.version();
    if (stored.artifactRoot() == null) {
      throw MlflowException.invalidParameter(
          "Invalid model version source: '"
              + uri
              + "'. Prompt versions cannot be used as model version sources.");
    }
    if (differs(request.runId(), original.runId())
        || differs(request.modelId(), original.modelId())) {
      throw MlflowException.invalidParameter(
          "Invalid model version source: '"
              + uri
              + "'. The run_id and model_id request parameters must match the referenced model"
              + " version.");
    }
    return new ModelSource(
        MODELS + original.name() + "/" + original.version(),
        stored.artifactRoot(),
        original.runId(),
        original.modelId());
  }

  /** {@code NAME/VERSION}, {@code NAME/STAGE}, {@code NAME/latest} or {@code NAME@ALIAS}. */
  private StoredVersion requireRegistered(String uri, String path) {
    int slash = path.indexOf('/');
    boolean byAlias = slash < 0;
    int end = byAlias ? path.lastIndexOf('@') : slash;
    String name = path.substring(0, end);
    String selector = path.substring(end + 1);
    if (selector.isBlank() || selector.indexOf('/') >= 0 || (!byAlias && name.isBlank())) {
      throw unidentified(uri, "model_id");
    }
    long model = models.requireModel(RegistryRules.modelName(name, "name"));
    if (RegistryRules.isLatest(selector)) {
      return requireNewest(model, name, null);
    }
    if (byAlias) {
      return versions
          .findByAlias(name, RegistryRules.alias(selector))
          .orElseThrow(
              () ->
                  MlflowException.invalidParameter(
                      "Registered model alias " + selector + " not found."));
    }
    if (!selector.chars().allMatch(Character::isDigit)) {
      return requireNewest(model, name, Stage.of(selector));
    }
    return versions
        .find(name, RegistryRules.version(selector))
        .orElseThrow(
            () ->
                MlflowException.notFound(
                    "Model Version (name=" + name + ", version=" + selector + ") not found"));
  }

  private StoredVersion requireNewest(long model, String name, @Nullable Stage stage) {
    return versions.findLatestByStage(List.of(model)).getOrDefault(model, List.of()).stream()
        .filter(version -> stage == null || stage.wireName().equals(version.currentStage()))
        .map(version -> RegistryRules.version(version.version()))
        .max(Comparator.naturalOrder())
        .flatMap(version -> versions.find(name, version))
        .orElseThrow(
            () ->
                MlflowException.notFound(
                    "No versions of model with name '"
                        + name
                        + "'"
                        + (stage == null ? "" : " and stage '" + stage.wireName() + "'")
                        + " found"));
  }

  private @Nullable String runOf(String modelId, @Nullable String runId) {
    return runId != null ? runId : sources.sourceRunOfLoggedModel(modelId).orElse(null);
  }

  private static boolean differs(@Nullable String requested, @Nullable String original) {
    return requested != null && !requested.equals(original == null ? "" : original);
  }

  private static @Nullable String presentOrNull(@Nullable String value, String field) {
    return value == null || value.isEmpty()
        ? null
        : RegistryRules.limited(value, field, RegistryRules.MAX_URI_LENGTH);
  }

  private static String withoutEndSlash(String uri) {
    return uri.endsWith("/") ? withoutEndSlash(uri.substring(0, uri.length() - 1)) : uri;
  }

  private static boolean isWithin(String folder, String root) {
    return folder.equals(root) || folder.startsWith(root + "/");
  }

  private static void requireNoRelativePath(String uri) {
    String decoded = uri;
    String previous;
    do {
      previous = decoded;
      decoded = percentDecoded(previous);
    } while (!decoded.equals(previous));
    String path = decoded.substring(decoded.indexOf(':') + 1);
    boolean relative =
        Arrays.stream(path.split("/", -1)).anyMatch(part -> part.equals("..") || part.equals("."));
    if (relative || path.contains("//") || path.chars().anyMatch(c -> c < ' ' || c == '\\')) {
      throw relativePath(uri);
    }
  }

  private static String percentDecoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      // A percent sign that encodes nothing is part of a file's name.
      return text;
    }
  }

  private static MlflowException relativePath(String uri) {
    return MlflowException.invalidParameter(
        "Invalid model version source: '"
            + uri
            + "'. If supplying a source as an http, https, local file path, ftp, objectstore, or"
            + " mlflow-artifacts uri, an absolute path must be provided without relative path"
            + " references present. Please provide an absolute path.");
  }

  private static MlflowException unidentified(String uri, String field) {
    return MlflowException.invalidParameter(
        "Invalid model version source: '"
            + uri
            + "'. The "
            + field
            + " request parameter must identify the resource that contains the source.");
  }
}
