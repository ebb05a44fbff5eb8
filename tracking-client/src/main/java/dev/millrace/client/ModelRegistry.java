package dev.millrace.client;

import dev.millrace.client.HttpTransport.Repeat;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Registered models, their versions, aliases and promotions. Versions are numbers in text. */
public final class ModelRegistry {

  /** The alias that a promotion moves when it is told no other. */
  public static final String CHAMPION = "champion";

  private static final String MODELS = "/api/2.0/mlflow/registered-models";
  private static final String VERSIONS = "/api/2.0/mlflow/model-versions";
  private static final String PROMOTIONS = "/api/millrace/v1/promotions";
  private static final int LARGEST_PAGE = 100;

  private final HttpTransport transport;

  private record CreateModel(String name) {}

  private record ModelAnswer(Wire.RegisteredModel registeredModel) {}

  private record ModelPage(
      @Nullable List<Wire.RegisteredModel> registeredModels, @Nullable String nextPageToken) {}

  private record CreateVersion(
      String name,
      String source,
      @Nullable String runId,
      @Nullable String modelId,
      @Nullable String description) {}

  private record VersionAnswer(Wire.ModelVersion modelVersion) {}

  private record VersionPage(
      @Nullable List<Wire.ModelVersion> modelVersions, @Nullable String nextPageToken) {}

  private record SetAlias(String name, String alias, String version) {}

  private record DeleteAlias(String name, String alias) {}

  private record Promote(String modelName, String alias, String version, String reason) {}

  private record PromotionAnswer(Wire.Promotion promotion) {}

  private record PromotionPage(
      @Nullable List<Wire.Promotion> promotions, @Nullable String nextPageToken) {}

  ModelRegistry(HttpTransport transport) {
    this.transport = transport;
  }

  /**
   * Registers a logged model as the next version, making the registered model where there is none.
   *
   * @param description note on the version, or null for none
   */
  public Wire.ModelVersion register(
      String modelName, LoggedModel model, @Nullable String description) {
    ensureModel(modelName);
    CreateVersion request =
        new CreateVersion(modelName, model.uri(), model.runId(), model.modelId(), description);
    return transport
        .send("POST", VERSIONS + "/create", request, Repeat.UNLESS_RECEIVED, VersionAnswer.class)
        .modelVersion();
  }

  /** Makes the registered model where there is none of that name. */
  public void ensureModel(String modelName) {
    try {
      transport.send("POST", MODELS + "/create", new CreateModel(modelName), Repeat.SAFELY);
    } catch (MlflowException e) {
      if (e.code() != ErrorCode.RESOURCE_ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  /**
   * A registered model with its aliases.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is none of that name
   */
  public Wire.RegisteredModel getModel(String modelName) {
    return transport
        .get(MODELS + "/get", Map.of("name", modelName), ModelAnswer.class)
        .registeredModel();
  }

  /** Registered models by name, at most {@code limit}; {@code filter} may be null. */
  public List<Wire.RegisteredModel> searchModels(@Nullable String filter, int limit) {
    return Paging.collect(
        limit,
        LARGEST_PAGE,
        (size, token) -> {
          ModelPage page =
              transport.get(MODELS + "/search", search(filter, size, token), ModelPage.class);
          return new Paging.Page<>(page.registeredModels(), page.nextPageToken());
        });
  }

  /** Versions of a model, at most {@code limit}. */
  public List<Wire.ModelVersion> searchVersions(String modelName, int limit) {
    String filter = "name='" + modelName.replace("'", "\\'") + "'";
    return Paging.collect(
        limit,
        LARGEST_PAGE,
        (size, token) -> {
          VersionPage page =
              transport.get(VERSIONS + "/search", search(filter, size, token), VersionPage.class);
          return new Paging.Page<>(page.modelVersions(), page.nextPageToken());
        });
  }

  /** The version an alias points at. */
  public Wire.ModelVersion versionByAlias(String modelName, String alias) {
    return transport
        .get(MODELS + "/alias", Map.of("name", modelName, "alias", alias), VersionAnswer.class)
        .modelVersion();
  }

  /** Points an alias at a version, without the record that a promotion leaves. */
  public void setAlias(String modelName, String alias, String version) {
    transport.send(
        "POST", MODELS + "/alias", new SetAlias(modelName, alias, version), Repeat.SAFELY);
  }

  /** Takes an alias away; endpoints that follow it keep what they serve. */
  public void deleteAlias(String modelName, String alias) {
    transport.send("DELETE", MODELS + "/alias", new DeleteAlias(modelName, alias), Repeat.SAFELY);
  }

  /**
   * Moves an alias to a version and records who, why, from and to; endpoints follow.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such model or version
   */
  public Wire.Promotion promote(String modelName, String alias, String version, String reason) {
    return transport
        .send(
            "POST",
            PROMOTIONS,
            new Promote(modelName, alias, version, reason),
            Repeat.UNLESS_RECEIVED,
            PromotionAnswer.class)
        .promotion();
  }

  /** Promotions of a model, latest first, of all aliases where {@code alias} is null. */
  public List<Wire.Promotion> promotions(String modelName, @Nullable String alias, int limit) {
    return Paging.collect(
        limit,
        LARGEST_PAGE,
        (size, token) -> {
          PromotionPage page =
              transport.get(
                  PROMOTIONS,
                  Query.of("model_name", modelName)
                      .and("alias", alias)
                      .and("max_results", size)
                      .and("page_token", token)
                      .values(),
                  PromotionPage.class);
          return new Paging.Page<>(page.promotions(), page.nextPageToken());
        });
  }

  private static Map<String, String> search(
      @Nullable String filter, int maxResults, @Nullable String pageToken) {
    return Query.of("max_results", maxResults)
        .and("filter", filter)
        .and("page_token", pageToken)
        .values();
  }
}
