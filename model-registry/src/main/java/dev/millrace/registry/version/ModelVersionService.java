package dev.millrace.registry.version;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.CreateModelVersion;
import dev.millrace.core.registry.DeleteModelVersion;
import dev.millrace.core.registry.DeleteModelVersionTag;
import dev.millrace.core.registry.GetModelVersion;
import dev.millrace.core.registry.GetModelVersionByAlias;
import dev.millrace.core.registry.GetModelVersionDownloadUri;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.registry.ModelVersionTag;
import dev.millrace.core.registry.RegisteredVersions;
import dev.millrace.core.registry.SearchModelVersions;
import dev.millrace.core.registry.SetModelVersionTag;
import dev.millrace.core.registry.TransitionModelVersionStage;
import dev.millrace.core.registry.UpdateModelVersion;
import dev.millrace.core.registry.VersionDirectory;
import dev.millrace.core.validation.Require;
import dev.millrace.registry.alias.AliasNotices;
import dev.millrace.registry.alias.AliasStore;
import dev.millrace.registry.alias.LockedModel;
import dev.millrace.registry.promotion.AliasService;
import dev.millrace.registry.search.FilterParser;
import dev.millrace.registry.search.FilterSql;
import dev.millrace.registry.search.PageOrder;
import dev.millrace.registry.validation.RegistryRules;
import dev.millrace.registry.version.ModelVersionStore.StoredVersion;
import dev.millrace.registry.webhook.RegistryEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules of model versions. */
@ApplicationScoped
public class ModelVersionService implements VersionDirectory, RegisteredVersions {

  static final int MAX_RESULTS = 200_000;
  private static final List<String> DEFAULT_ORDER =
      List.of("last_updated_timestamp DESC", "name ASC", "version_number DESC");
  private static final List<String> TIE_BREAKERS = List.of("name ASC", "version_number DESC");

  private final ModelVersionStore versions;
  private final NewVersionStore newVersions;
  private final ModelSourceService sources;
  private final AliasService aliases;
  private final AliasStore locks;
  private final AliasNotices notices;
  private final RegistryEvents events;

  ModelVersionService(
      ModelVersionStore versions,
      NewVersionStore newVersions,
      ModelSourceService sources,
      AliasService aliases,
      AliasStore locks,
      AliasNotices notices,
      RegistryEvents events) {
    this.versions = versions;
    this.newVersions = newVersions;
    this.sources = sources;
    this.aliases = aliases;
    this.locks = locks;
    this.notices = notices;
    this.events = events;
  }

  @Transactional
  public ModelVersion create(CreateModelVersion request) {
    Require.text(request.name(), "name");
    Require.text(request.source(), "source");
    // MLflow: the source is looked at before the name and the tags.
    boolean prompt = isPrompt(Require.listOrEmpty(request.tags()));
    ModelSource source = sources.resolve(request, prompt);
    String name = RegistryRules.modelName(request.name(), "name");
    Map<String, String> tags = new LinkedHashMap<>();
    for (ModelVersionTag tag : Require.listOrEmpty(request.tags())) {
      tags.put(RegistryRules.tagKey(tag.key()), RegistryRules.tagValue(tag.value()));
    }
    // MLflow: an absent description or link of a new version is empty, not absent.
    String description =
        request.description() == null
            ? ""
            : RegistryRules.limited(
                request.description(), "description", RegistryRules.MAX_DESCRIPTION_LENGTH);
    String runLink =
        request.runLink() == null
            ? ""
            : RegistryRules.limited(request.runLink(), "run_link", RegistryRules.MAX_URI_LENGTH);
    long now = System.currentTimeMillis();
    NewVersionStore.Added added =
        newVersions
            .add(name, new NewVersion(source, description, runLink, tags), now)
            .orElseThrow(() -> AliasStore.modelNotFound(name));
    ModelVersion created =
        new ModelVersion(
            name,
            Integer.toString(added.number()),
            now,
            now,
            Stage.NONE.wireName(),
            description,
            source.uri(),
            source.runId(),
            ModelVersionStore.READY,
            runLink,
            new TreeMap<>(tags)
                .entrySet().stream()
                    .map(tag -> new ModelVersionTag(tag.getKey(), tag.getValue()))
                    .toList(),
            List.of(),
            source.modelId());
    if (added.isListenedTo()) {
      events.versionCreated(created, tags, prompt);
    }
    return created;
  }

  @Transactional
  public ModelVersion get(GetModelVersion request) {
    return requireVersion(request.name(), request.version(), true).version();
  }

  /** One query, and so without a transaction: this is what loaders of models ask all the time. */
  @Transactional(Transactional.TxType.SUPPORTS)
  public ModelVersion getByAlias(GetModelVersionByAlias request) {
    String name = RegistryRules.modelName(Require.text(request.name(), "name"), "name");
    String alias = RegistryRules.alias(Require.text(request.alias(), "alias"));
    if (RegistryRules.isLatest(alias)) {
      return requireLatest(name);
    }
    return versions
        .findByAlias(name, alias)
        .map(StoredVersion::version)
        .orElseThrow(
            () -> {
              locks.requireModel(name);
              return MlflowException.invalidParameter(
                  "Registered model alias " + alias + " not found.");
            });
  }

  @Transactional
  public ModelVersion update(UpdateModelVersion request) {
    StoredVersion stored = requireVersion(request.name(), request.version(), true);
    versions.updateDescription(
        stored.id(), RegistryRules.description(request.description()), System.currentTimeMillis());
    return requireVersion(stored).version();
  }

  @Transactional
  public ModelVersion transitionStage(TransitionModelVersionStage request) {
    String name = Require.text(request.name(), "name");
    Require.text(request.version(), "version");
    Stage stage = Stage.of(Require.text(request.stage(), "stage"));
    boolean archive = Boolean.TRUE.equals(request.archiveExistingVersions());
    if (archive && !stage.isActive()) {
      throw MlflowException.invalidParameter(
          "Model version transition cannot archive existing model versions because '"
              + request.stage()
              + "' is not an Active stage. Valid stages are ['Staging', 'Production']");
    }
    int version = RegistryRules.version(request.version());
    LockedModel model = lockModelOf(RegistryRules.modelName(name, "name"), version);
    StoredVersion stored = requireVersion(name, version);
    long now = System.currentTimeMillis();
    if (archive) {
      versions.archiveOthers(model, version, stage, now);
    }
    versions.updateStage(stored.id(), stage, now);
    versions.touchModel(model, now);
    notices.stagesMoved(name);
    return requireVersion(stored).version();
  }

  /** Deletes a version and the aliases on it. */
  @Transactional
  public void delete(DeleteModelVersion request, @Nullable Principal caller) {
    String name = RegistryRules.modelName(Require.text(request.name(), "name"), "name");
    int version = RegistryRules.version(Require.text(request.version(), "version"));
    LockedModel model = lockModelOf(name, version);
    StoredVersion stored = requireVersion(name, version);
    aliases.deleteAliasesOn(model, version, caller);
    versions.delete(stored.id());
    versions.touchModel(model, System.currentTimeMillis());
    notices.stagesMoved(name);
  }

  @Transactional
  public String downloadUri(GetModelVersionDownloadUri request) {
    return sources.downloadUri(requireVersion(request.name(), request.version(), false));
  }

  @Override
  @Transactional
  public Optional<RegisteredVersion> findVersion(String modelName, int version) {
    return versions
        .find(modelName, version)
        .map(stored -> new RegisteredVersion(stored.version(), stored.artifactRoot()));
  }

  @Override
  @Transactional
  public OptionalInt newestVersionOf(
      String modelName, @Nullable String runId, @Nullable String modelId) {
    return versions.findNewestOf(modelName, runId, modelId);
  }

  @Override
  @Transactional
  public String requireArtifactRoot(@Nullable String modelName, @Nullable String version) {
    StoredVersion stored = requireVersion(modelName, version, false);
    String root = stored.artifactRoot();
    return root == null ? stored.version().source() : root;
  }

  @Transactional
  public SearchModelVersions.Response search(SearchModelVersions request) {
    int maxResults = maxResults(request.maxResults());
    List<String> orderBy = Require.listOrEmpty(request.orderBy());
    PageOrder order =
        PageOrder.of(
            orderBy.isEmpty() ? DEFAULT_ORDER : orderBy, TIE_BREAKERS, ModelVersionStore.COLUMNS);
    List<ModelVersion> found =
        versions.search(
            FilterParser.parse(request.filter(), ModelVersionStore.COLUMNS),
            order,
            request.pageToken(),
            maxResults + 1);
    if (found.size() <= maxResults) {
      return new SearchModelVersions.Response(found, null);
    }
    ModelVersion last = found.get(maxResults - 1);
    String token =
        order.tokenAfter(
            Map.of(
                "name", last.name(),
                "version_number", Integer.valueOf(last.version()),
                "creation_timestamp", last.creationTimestamp(),
                "last_updated_timestamp", last.lastUpdatedTimestamp()));
    return new SearchModelVersions.Response(found.subList(0, maxResults), token);
  }

  @Transactional
  public void setTag(SetModelVersionTag request) {
    Require.text(request.name(), "name");
    Require.text(request.version(), "version");
    String key = RegistryRules.tagKey(Require.text(request.key(), "key"));
    String value = RegistryRules.tagValue(request.value());
    StoredVersion stored = requireVersion(request.name(), request.version(), true);
    versions.putTag(stored.id(), key, value);
    events.versionTagSet(stored.version(), key, value);
  }

  @Transactional
  public void deleteTag(DeleteModelVersionTag request) {
    Require.text(request.name(), "name");
    Require.text(request.version(), "version");
    String key = RegistryRules.tagName(Require.text(request.key(), "key"));
    StoredVersion stored = requireVersion(request.name(), request.version(), true);
    versions.removeTag(stored.id(), key);
    events.versionTagDeleted(stored.version(), key);
  }

  /** Of several tags of one key the last counts. */
  private static boolean isPrompt(List<ModelVersionTag> tags) {
    return tags.stream()
        .filter(tag -> FilterSql.PROMPT_TAG.equals(tag.key()))
        .reduce((earlier, later) -> later)
        .map(tag -> "true".equalsIgnoreCase(tag.value()))
        .orElse(false);
  }

  private ModelVersion requireLatest(String name) {
    long modelId = locks.requireModel(name);
    return versions.findLatestByStage(List.of(modelId)).getOrDefault(modelId, List.of()).stream()
        .max((a, b) -> Integer.compare(number(a), number(b)))
        .orElseThrow(
            () -> MlflowException.notFound("Latest version not found for model " + name + "."));
  }

  private static int number(ModelVersion version) {
    return Integer.parseInt(version.version());
  }

  private LockedModel lockModelOf(String name, int version) {
    // MLflow: an unknown model is answered as an unknown version.
    requireVersion(name, version);
    return locks.lockModel(name);
  }

  private StoredVersion requireVersion(
      @Nullable String name, @Nullable String version, boolean required) {
    String requiredName = required ? Require.text(name, "name") : name;
    String requiredVersion = required ? Require.text(version, "version") : version;
    return requireVersion(
        RegistryRules.modelName(requiredName, "name"), RegistryRules.version(requiredVersion));
  }

  private StoredVersion requireVersion(StoredVersion stored) {
    return requireVersion(stored.version().name(), number(stored.version()));
  }

  private StoredVersion requireVersion(String name, int version) {
    return versions
        .find(name, version)
        .orElseThrow(
            () ->
                MlflowException.notFound(
                    "Model Version (name=" + name + ", version=" + version + ") not found"));
  }

  private static int maxResults(@Nullable Long requested) {
    if (requested == null) {
      return MAX_RESULTS;
    }
    if (requested > MAX_RESULTS) {
      throw MlflowException.invalidParameter(
          "Invalid value \""
              + requested
              // MLflow: this search is a GET, whose values are all texts.
              + "\" for parameter 'max_results' supplied:  Hint: Value was of type 'str'. See the"
              + " API docs for more information about request parameters.");
    }
    if (requested < 1) {
      throw MlflowException.invalidParameter(
          "Invalid value for max_results. It must be a positive integer, but got " + requested);
    }
    return requested.intValue();
  }
}
