package dev.millrace.client;

import dev.millrace.client.HttpTransport.Repeat;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.CreateModelVersion;
import dev.millrace.core.registry.CreatePromotion;
import dev.millrace.core.registry.CreateRegisteredModel;
import dev.millrace.core.registry.DeleteRegisteredModelAlias;
import dev.millrace.core.registry.GetModelVersionByAlias;
import dev.millrace.core.registry.GetRegisteredModel;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.registry.Promotion;
import dev.millrace.core.registry.RegisteredModel;
import dev.millrace.core.registry.SearchModelVersions;
import dev.millrace.core.registry.SearchPromotions;
import dev.millrace.core.registry.SearchRegisteredModels;
import dev.millrace.core.registry.SetRegisteredModelAlias;
import dev.millrace.core.tracking.LoggedModel;
import dev.millrace.core.tracking.LoggedModelInfo;
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

  ModelRegistry(HttpTransport transport) {
    this.transport = transport;
  }

  /**
   * Registers a logged model as the next version, making the registered model where there is none.
   *
   * @param description note on the version, or null for none
   */
  public ModelVersion register(String modelName, LoggedModel model, @Nullable String description) {
    ensureModel(modelName);
    LoggedModelInfo info = model.info();
    CreateModelVersion request =
        new CreateModelVersion(
            modelName,
            "models:/" + info.modelId(),
            info.sourceRunId(),
            null,
            null,
            description,
            info.modelId());
    return transport
        .send(
            "POST",
            VERSIONS + "/create",
            request,
            Repeat.UNLESS_RECEIVED,
            GetModelVersionByAlias.Response.class)
        .modelVersion();
  }

  /** Makes the registered model where there is none of that name. */
  public void ensureModel(String modelName) {
    try {
      transport.send(
          "POST",
          MODELS + "/create",
          new CreateRegisteredModel(modelName, null, null),
          Repeat.SAFELY);
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
  public RegisteredModel getModel(String modelName) {
    return transport
        .get(MODELS + "/get", Map.of("name", modelName), GetRegisteredModel.Response.class)
        .registeredModel();
  }

  /** Registered models by name, at most {@code limit}; {@code filter} may be null. */
  public List<RegisteredModel> searchModels(@Nullable String filter, int limit) {
    return Paging.collect(
        limit,
        LARGEST_PAGE,
        (size, token) -> {
          SearchRegisteredModels.Response page =
              transport.get(
                  MODELS + "/search",
                  search(filter, size, token),
                  SearchRegisteredModels.Response.class);
          return new Paging.Page<>(page.registeredModels(), page.nextPageToken());
        });
  }

  /** Versions of a model, at most {@code limit}. */
  public List<ModelVersion> searchVersions(String modelName, int limit) {
    String filter = "name='" + modelName.replace("'", "\\'") + "'";
    return Paging.collect(
        limit,
        LARGEST_PAGE,
        (size, token) -> {
          SearchModelVersions.Response page =
              transport.get(
                  VERSIONS + "/search",
                  search(filter, size, token),
                  SearchModelVersions.Response.class);
          return new Paging.Page<>(page.modelVersions(), page.nextPageToken());
        });
  }

  /** The version an alias points at. */
  public ModelVersion versionByAlias(String modelName, String alias) {
    return transport
        .get(
            MODELS + "/alias",
            Map.of("name", modelName, "alias", alias),
            GetModelVersionByAlias.Response.class)
        .modelVersion();
  }

  /** Points an alias at a version, without the record that a promotion leaves. */
  public void setAlias(String modelName, String alias, String version) {
    transport.send(
        "POST",
        MODELS + "/alias",
        new SetRegisteredModelAlias(modelName, alias, version),
        Repeat.SAFELY);
  }

  /** Takes an alias away; endpoints that follow it keep what they serve. */
  public void deleteAlias(String modelName, String alias) {
    transport.send(
        "DELETE",
        MODELS + "/alias",
        new DeleteRegisteredModelAlias(modelName, alias),
        Repeat.SAFELY);
  }

  /**
   * Moves an alias to a version and records who, why, from and to; endpoints follow.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such model or version
   */
  public Promotion promote(String modelName, String alias, String version, String reason) {
    return transport
        .send(
            "POST",
            PROMOTIONS,
            new CreatePromotion(modelName, alias, version, reason),
            Repeat.UNLESS_RECEIVED,
            CreatePromotion.Response.class)
        .promotion();
  }

  /** Promotions of a model, latest first, of all aliases where {@code alias} is null. */
  public List<Promotion> promotions(String modelName, @Nullable String alias, int limit) {
    return Paging.collect(
        limit,
        LARGEST_PAGE,
        (size, token) -> {
          SearchPromotions.Response page =
              transport.get(
                  PROMOTIONS,
                  Query.of("model_name", modelName)
                      .and("alias", alias)
                      .and("max_results", size)
                      .and("page_token", token)
                      .values(),
                  SearchPromotions.Response.class);
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
