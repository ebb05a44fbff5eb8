package dev.millrace.registry.model;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.CreateRegisteredModel;
import dev.millrace.core.registry.DeleteRegisteredModel;
import dev.millrace.core.registry.DeleteRegisteredModelTag;
import dev.millrace.core.registry.GetLatestVersions;
import dev.millrace.core.registry.GetRegisteredModel;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.registry.RegisteredModel;
import dev.millrace.core.registry.RegisteredModelTag;
import dev.millrace.core.registry.RenameRegisteredModel;
import dev.millrace.core.registry.SearchRegisteredModels;
import dev.millrace.core.registry.SetRegisteredModelTag;
import dev.millrace.core.registry.UpdateRegisteredModel;
import dev.millrace.core.validation.Require;
import dev.millrace.registry.alias.AliasStore;
import dev.millrace.registry.alias.LockedModel;
import dev.millrace.registry.model.RegisteredModelStore.StoredModel;
import dev.millrace.registry.promotion.AliasService;
import dev.millrace.registry.search.FilterParser;
import dev.millrace.registry.search.FilterSql;
import dev.millrace.registry.search.PageOrder;
import dev.millrace.registry.validation.RegistryRules;
import dev.millrace.registry.version.ModelVersionStore;
import dev.millrace.registry.version.Stage;
import dev.millrace.registry.webhook.RegistryEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules of registered models. */
@ApplicationScoped
public class RegisteredModelService {

  static final int DEFAULT_MAX_RESULTS = 100;
  static final int MAX_RESULTS = 1_000;

  private final RegisteredModelStore models;
  private final ModelVersionStore versions;
  private final AliasService aliases;
  private final AliasStore locks;
  private final RegistryEvents events;

  RegisteredModelService(
      RegisteredModelStore models,
      ModelVersionStore versions,
      AliasService aliases,
      AliasStore locks,
      RegistryEvents events) {
    this.models = models;
    this.versions = versions;
    this.aliases = aliases;
    this.locks = locks;
    this.events = events;
  }

  @Transactional
  public RegisteredModel create(CreateRegisteredModel request) {
    String name = RegistryRules.newModelName(Require.text(request.name(), "name"), "name");
    Map<String, String> tags = new LinkedHashMap<>();
    for (RegisteredModelTag tag : Require.listOrEmpty(request.tags())) {
      tags.put(RegistryRules.tagKey(tag.key()), RegistryRules.tagValue(tag.value()));
    }
    String description = RegistryRules.description(request.description());
    if (!models.add(name, description, tags, System.currentTimeMillis())) {
      throw alreadyExists(name, isPrompt(tags));
    }
    events.modelCreated(name, tags, description, isPrompt(tags));
    return requireModel(name);
  }

  @Transactional
  public RegisteredModel get(GetRegisteredModel request) {
    return requireModel(validName(request.name()));
  }

  @Transactional
  public RegisteredModel update(UpdateRegisteredModel request) {
    StoredModel stored = requireStored(validName(request.name()));
    models.updateDescription(
        stored.id(), RegistryRules.description(request.description()), System.currentTimeMillis());
    return requireModel(stored.name());
  }

  /** Renames a model; listeners learn that its aliases moved from the old name to the new one. */
  @Transactional
  public RegisteredModel rename(RenameRegisteredModel request) {
    String name = Require.text(request.name(), "name");
    String newName =
        RegistryRules.newModelName(Require.text(request.newName(), "new_name"), "new_name");
    LockedModel model = locks.lockModel(RegistryRules.modelName(name, "name"));
    if (!models.rename(model, newName, System.currentTimeMillis())) {
      throw MlflowException.alreadyExists(
          "Registered Model (name=" + newName + ") already exists.");
    }
    aliases.notifyRenamed(model, newName);
    return requireModel(newName);
  }

  /** Deletes a model with its versions; the history of its aliases stays. */
  @Transactional
  public void delete(DeleteRegisteredModel request, @Nullable Principal caller) {
    LockedModel model = locks.lockModel(validName(request.name()));
    aliases.deleteAliasesOn(model, null, caller);
    models.delete(model);
  }

  @Transactional
  public SearchRegisteredModels.Response search(SearchRegisteredModels request) {
    int maxResults = maxResults(request.maxResults());
    PageOrder order =
        PageOrder.of(
            Require.listOrEmpty(request.orderBy()),
            List.of("name ASC"),
            RegisteredModelStore.COLUMNS);
    List<StoredModel> found =
        models.search(
            FilterParser.parse(request.filter(), RegisteredModelStore.COLUMNS),
            order,
            request.pageToken(),
            maxResults + 1);
    if (found.size() <= maxResults) {
      return new SearchRegisteredModels.Response(complete(found), null);
    }
    StoredModel last = found.get(maxResults - 1);
    String token =
        order.tokenAfter(
            Map.of(
                "name", last.name(),
                "timestamp", last.lastUpdatedAtMillis(),
                "last_updated_timestamp", last.lastUpdatedAtMillis()));
    return new SearchRegisteredModels.Response(complete(found.subList(0, maxResults)), token);
  }

  /** The newest version of each of the stages, or of every stage where none is named. */
  @Transactional
  public List<ModelVersion> latestVersions(GetLatestVersions request) {
    RegisteredModel model = requireModel(validName(request.name()));
    Set<String> stages =
        Require.listOrEmpty(request.stages()).stream()
            .map(stage -> Stage.of(stage).wireName())
            .collect(Collectors.toSet());
    return model.latestVersions().stream()
        .filter(version -> stages.isEmpty() || stages.contains(version.currentStage()))
        .toList();
  }

  @Transactional
  public void setTag(SetRegisteredModelTag request) {
    String name = Require.text(request.name(), "name");
    String key = RegistryRules.tagKey(Require.text(request.key(), "key"));
    String value = RegistryRules.tagValue(request.value());
    models.putTag(requireStored(validName(name)).id(), key, value);
    events.modelTagSet(name, key, value);
  }

  @Transactional
  public void deleteTag(DeleteRegisteredModelTag request) {
    String name = Require.text(request.name(), "name");
    String key = RegistryRules.tagName(Require.text(request.key(), "key"));
    models.removeTag(requireStored(validName(name)).id(), key);
    events.modelTagDeleted(name, key);
  }

  private static String validName(@Nullable String name) {
    return RegistryRules.modelName(Require.text(name, "name"), "name");
  }

  private StoredModel requireStored(String name) {
    return models
        .find(name)
        .orElseThrow(
            () -> MlflowException.notFound("Registered Model with name=" + name + " not found"));
  }

  private RegisteredModel requireModel(String name) {
    return complete(List.of(requireStored(name))).get(0);
  }

  private List<RegisteredModel> complete(List<StoredModel> stored) {
    List<Long> ids = stored.stream().map(StoredModel::id).toList();
    var latest = versions.findLatestByStage(ids);
    var tags = models.findTags(ids);
    var aliasesById = models.findAliases(ids);
    return stored.stream()
        .map(
            model ->
                new RegisteredModel(
                    model.name(),
                    model.createdAtMillis(),
                    model.lastUpdatedAtMillis(),
                    // MLflow: an empty description is left out.
                    "".equals(model.description()) ? null : model.description(),
                    latest.getOrDefault(model.id(), List.of()),
                    tags.getOrDefault(model.id(), List.of()),
                    aliasesById.getOrDefault(model.id(), List.of())))
        .toList();
  }

  // MLflow: a model and a prompt cannot share a name, and the message says which one has it.
  private MlflowException alreadyExists(String name, boolean newIsPrompt) {
    boolean oldIsPrompt =
        requireModel(name).tags().stream()
            .anyMatch(
                tag ->
                    FilterSql.PROMPT_TAG.equals(tag.key()) && "true".equalsIgnoreCase(tag.value()));
    if (oldIsPrompt == newIsPrompt) {
      return MlflowException.alreadyExists(
          (newIsPrompt ? "Prompt" : "Registered Model") + " (name=" + name + ") already exists.");
    }
    return MlflowException.alreadyExists(
        "Tried to create a "
            + (newIsPrompt ? "prompt" : "registered model")
            + " with name '"
            + name
            + "', but the name is already taken by a "
            + (oldIsPrompt ? "prompt" : "registered model")
            + ". MLflow does not allow creating a model and a prompt with the same name.");
  }

  private static boolean isPrompt(Map<String, String> tags) {
    return "true".equalsIgnoreCase(tags.get(FilterSql.PROMPT_TAG));
  }

  private static int maxResults(@Nullable Long requested) {
    if (requested == null) {
      return DEFAULT_MAX_RESULTS;
    }
    if (requested > MAX_RESULTS || requested < 1) {
      throw MlflowException.invalidParameter(
          "Invalid value \""
              + requested
              // MLflow: this search is a GET, whose values are all texts.
              + "\" for parameter 'max_results' supplied:  Hint: Value was of type 'str'. See the"
              + " API docs for more information about request parameters.");
    }
    return requested.intValue();
  }
}
