package dev.millrace.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.client.HttpTransport.Repeat;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.CreateModelVersion;
import dev.millrace.core.registry.CreatePromotion;
import dev.millrace.core.registry.CreateRegisteredModel;
import dev.millrace.core.registry.DeleteRegisteredModelAlias;
import dev.millrace.core.registry.DeleteRegisteredModelTag;
import dev.millrace.core.registry.GetLatestVersions;
import dev.millrace.core.registry.GetModelVersionByAlias;
import dev.millrace.core.registry.GetRegisteredModel;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.registry.Promotion;
import dev.millrace.core.registry.PromotionPolicy;
import dev.millrace.core.registry.PromotionRequest;
import dev.millrace.core.registry.PromotionState;
import dev.millrace.core.registry.RegisteredModel;
import dev.millrace.core.registry.ReportOnPromotion;
import dev.millrace.core.registry.SearchPromotionRequests;
import dev.millrace.core.registry.SearchPromotions;
import dev.millrace.core.registry.SearchRegisteredModels;
import dev.millrace.core.registry.SetRegisteredModelAlias;
import dev.millrace.core.registry.SetRegisteredModelTag;
import dev.millrace.core.tracking.LoggedModel;
import dev.millrace.core.tracking.LoggedModelInfo;
import dev.millrace.core.validation.Require;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Registered models, their versions, aliases and promotions. Versions are numbers in text. */
public final class ModelRegistry {

  /** The alias that a promotion moves when it is told no other. */
  public static final String CHAMPION = "champion";

  private static final String MODELS = "/api/2.0/mlflow/registered-models";
  private static final String VERSIONS = "/api/2.0/mlflow/model-versions";
  private static final String PROMOTIONS = "/api/millrace/v1/promotions";
  private static final String POLICIES = "/api/millrace/v1/promotion-policies";

  /** Errors whose body tells the whole of a promotion: stopped by gates or people. */
  private static final Set<ErrorCode> DECIDED =
      EnumSet.of(ErrorCode.PROMOTION_REFUSED, ErrorCode.RESOURCE_CONFLICT);

  private static final int LARGEST_PAGE = 100;
  private static final Duration POLL = Duration.ofMillis(500);

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
    return new ModelVersions(transport).create(request);
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
                  Query.of("max_results", size)
                      .and("filter", filter)
                      .and("page_token", token)
                      .values(),
                  SearchRegisteredModels.Response.class);
          return new Paging.Page<>(page.registeredModels(), page.nextPageToken());
        });
  }

  /**
   * A version by its number.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is none
   */
  public ModelVersion version(String modelName, String version) {
    return transport
        .get(
            VERSIONS + "/get",
            Map.of("name", modelName, "version", version),
            GetModelVersionByAlias.Response.class)
        .modelVersion();
  }

  /**
   * The version that a URI of a registered model names; its path does not matter.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is none, INVALID_PARAMETER_VALUE
   *     where it names a logged model
   */
  public ModelVersion version(ModelUri uri) {
    if (uri.name() == null) {
      throw MlflowException.invalidParameter(
          "'" + uri.modelId() + "' is a logged model, not a version of a registered model.");
    }
    if (uri.alias() != null) {
      return versionByAlias(uri.name(), uri.alias());
    }
    if (uri.isNumber()) {
      return version(uri.name(), String.valueOf(uri.selector()));
    }
    return latestVersions(uri.name(), uri.isLatest() ? null : uri.selector()).stream()
        .max(Comparator.comparingLong(version -> Long.parseLong(version.version())))
        .orElseThrow(
            () ->
                new MlflowException(
                    ErrorCode.RESOURCE_DOES_NOT_EXIST,
                    "Model '" + uri.name() + "' has no version '" + uri.selector() + "'."));
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

  /** Sets a tag of a model; a later value replaces an earlier one. */
  public void setTag(String modelName, String key, String value) {
    transport.send(
        "POST",
        MODELS + "/set-tag",
        new SetRegisteredModelTag(modelName, key, value),
        Repeat.SAFELY);
  }

  /** Removes a tag of a model; one that is not there is no error. */
  public void deleteTag(String modelName, String key) {
    transport.send(
        "DELETE",
        MODELS + "/delete-tag",
        new DeleteRegisteredModelTag(modelName, key),
        Repeat.SAFELY);
  }

  /**
   * The newest versions of a model, one for each stage.
   *
   * @param stage only of this stage, or null for all
   */
  public List<ModelVersion> latestVersions(String modelName, @Nullable String stage) {
    return Require.listOrEmpty(
        transport
            .get(
                MODELS + "/get-latest-versions",
                Query.of("name", modelName).and("stages", stage).values(),
                GetLatestVersions.Response.class)
            .modelVersions());
  }

  /**
   * Moves an alias to a version and records who, why, from and to; endpoints follow.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such model or version,
   *     PROMOTION_REFUSED where a gate stopped it, INVALID_STATE where it waits for approvals or
   *     checks
   */
  public Promotion promote(String modelName, String alias, String version, String reason) {
    CreatePromotion.Response answer =
        promote(CreatePromotion.of(modelName, alias, version, reason));
    if (answer.errorCode() != null) {
      throw new MlflowException(
          ErrorCode.valueOf(answer.errorCode()), String.valueOf(answer.message()));
    }
    if (answer.promotion() != null) {
      return answer.promotion();
    }
    throw new MlflowException(
        ErrorCode.INVALID_STATE,
        "Version "
            + version
            + " is not promoted: "
            + (answer.request() == null ? "" : answer.request().state().wireName()));
  }

  /**
   * Asks for a promotion, and tells whatever comes of it: what gates stopped is an answer, not an
   * exception.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such model or version,
   *     RESOURCE_CONFLICT where the alias is not where the request says
   */
  public CreatePromotion.Response promote(CreatePromotion request) {
    return decide(PROMOTIONS, request, repeatOf(request));
  }

  /** Moves an alias back; without a version, to the one before. Errors as {@link #promote}. */
  public CreatePromotion.Response rollback(CreatePromotion request) {
    return decide(PROMOTIONS + "/rollback", request, repeatOf(request));
  }

  /** An open or ended request. */
  public PromotionRequest promotionRequest(String requestId) {
    return transport.get(
        PROMOTIONS + "/requests/" + UriParts.encode(requestId), Map.of(), PromotionRequest.class);
  }

  /** The open requests of a model, oldest first. */
  public List<PromotionRequest> openPromotionRequests(String modelName) {
    return transport
        .get(
            PROMOTIONS + "/requests",
            Map.of("model_name", modelName),
            SearchPromotionRequests.Response.class)
        .requests();
  }

  /**
   * Approves another's request.
   *
   * @throws MlflowException PERMISSION_DENIED where it is the caller's own, RESOURCE_CONFLICT where
   *     it is over
   */
  public CreatePromotion.Response approve(String requestId, @Nullable String comment) {
    return report(requestId, "approve", new ReportOnPromotion(comment, null, null));
  }

  /** Refuses a request, which ends it; RESOURCE_CONFLICT where it is over. */
  public CreatePromotion.Response refuse(String requestId, @Nullable String comment) {
    return report(requestId, "refuse", new ReportOnPromotion(comment, null, null));
  }

  /** Reports the result of a check outside; errors as {@link #refuse}. */
  public CreatePromotion.Response reportCheck(
      String requestId, String check, boolean passed, @Nullable String url) {
    return report(
        requestId, "checks/" + UriParts.encode(check), new ReportOnPromotion(null, passed, url));
  }

  /** The policy of an alias; RESOURCE_DOES_NOT_EXIST where there is none. */
  public PromotionPolicy policy(String modelName, String alias) {
    return transport.get(policyPath(modelName, alias), Map.of(), PromotionPolicy.class);
  }

  /**
   * Sets the policy of an alias, in YAML or JSON.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE naming the place and what is wrong there
   */
  public PromotionPolicy setPolicy(String modelName, String alias, String yaml) {
    return transport.sendYaml("PUT", policyPath(modelName, alias), yaml, PromotionPolicy.class);
  }

  /** Looks at a policy without setting it; errors as {@link #setPolicy}. Returns its gates. */
  public List<JsonNode> checkPolicy(String yaml) {
    JsonNode answer = transport.sendYaml("POST", POLICIES + "/check", yaml, JsonNode.class);
    List<JsonNode> gates = new ArrayList<>();
    answer.path("document").path("gates").forEach(gates::add);
    return gates;
  }

  /** Removes the policy of an alias. */
  public void deletePolicy(String modelName, String alias) {
    transport.send("DELETE", policyPath(modelName, alias), Map.of(), Repeat.SAFELY);
  }

  private CreatePromotion.Response report(String requestId, String what, ReportOnPromotion report) {
    return decide(
        PROMOTIONS + "/requests/" + UriParts.encode(requestId) + "/" + what,
        report,
        Repeat.UNLESS_RECEIVED);
  }

  private CreatePromotion.Response decide(String path, Object body, Repeat repeat) {
    CreatePromotion.Response answer =
        transport.send("POST", path, body, repeat, CreatePromotion.Response.class, DECIDED);
    PromotionRequest request = answer.request();
    return request == null || request.state() != PromotionState.EVALUATING
        ? answer
        : new CreatePromotion.Response(null, awaitGates(request), null, null, null);
  }

  /**
   * Waits while gates are being asked: one who asked again, since the answer was lost, or answered
   * meanwhile, finds them so.
   */
  private PromotionRequest awaitGates(PromotionRequest request) {
    PromotionRequest now = request;
    while (now.state() == PromotionState.EVALUATING && now.requestId() != null) {
      try {
        Thread.sleep(POLL.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new MlflowException(
            ErrorCode.TEMPORARILY_UNAVAILABLE, "Waiting for the gates was interrupted.", e);
      }
      now = promotionRequest(now.requestId());
    }
    return now;
  }

  /** What is sent again with its key is answered as the first time. */
  private static Repeat repeatOf(CreatePromotion request) {
    return request.idempotencyKey() == null ? Repeat.UNLESS_RECEIVED : Repeat.SAFELY;
  }

  private static String policyPath(String modelName, String alias) {
    return POLICIES + "/" + UriParts.encode(modelName) + "/" + UriParts.encode(alias);
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
}
