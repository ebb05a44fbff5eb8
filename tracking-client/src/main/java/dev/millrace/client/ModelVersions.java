package dev.millrace.client;

import dev.millrace.client.HttpTransport.Repeat;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.CreateModelVersion;
import dev.millrace.core.registry.DeleteModelVersion;
import dev.millrace.core.registry.DeleteModelVersionTag;
import dev.millrace.core.registry.GetModelVersionDownloadUri;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.registry.SearchModelVersions;
import dev.millrace.core.registry.SetModelVersionTag;
import dev.millrace.core.serving.VersionInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Versions of registered models. Their numbers are text. */
public final class ModelVersions {

  private static final String ROUTE = "/api/2.0/mlflow/model-versions/";
  private static final int LARGEST_PAGE = 1000;

  private final HttpTransport transport;

  ModelVersions(HttpTransport transport) {
    this.transport = transport;
  }

  /**
   * Makes the next version of a registered model.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such registered model
   */
  public ModelVersion create(CreateModelVersion request) {
    return transport
        .send(
            "POST",
            ROUTE + "create",
            request,
            Repeat.UNLESS_RECEIVED,
            CreateModelVersion.Response.class)
        .modelVersion();
  }

  /**
   * What a version takes. It is brought up for that, without an endpoint; until it is ready, the
   * answer says so.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such version,
   *     RESOURCE_CONFLICT where it cannot be served, TEMPORARILY_UNAVAILABLE where other versions
   *     have its place
   */
  public VersionInput input(String modelName, String version) {
    return transport.get(scoring(modelName, version) + "/input", Map.of(), VersionInput.class);
  }

  /**
   * Has a version score a body of MLflow's scoring protocol, without an endpoint.
   *
   * @param contentType {@code application/json} or {@code text/csv}
   * @return the answer's JSON, as an endpoint answers it
   * @throws MlflowException as {@link #input}, and INVALID_PARAMETER_VALUE or BAD_REQUEST where the
   *     model does not take the data
   */
  public String score(String modelName, String version, byte[] body, String contentType) {
    HttpTransport.Answer answer =
        transport.exchange(
            scoring(modelName, version) + "/score", body, contentType, Map.of(), Repeat.SAFELY);
    try (InputStream content = answer.body()) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new MlflowException(
          ErrorCode.TEMPORARILY_UNAVAILABLE,
          "The predictions could not be read: " + e.getMessage(),
          e);
    }
  }

  private static String scoring(String modelName, String version) {
    return "/api/millrace/v1/models/%s/versions/%s"
        .formatted(UriParts.encode(modelName), UriParts.encode(version));
  }

  /**
   * Versions of one model, the highest number first, at most {@code limit}.
   *
   * @param filter a condition beside the model's name, such as {@code tags.stage = 'test'}
   */
  public List<ModelVersion> search(String modelName, @Nullable String filter, int limit) {
    String quote = modelName.contains("'") ? "\"" : "'";
    String ofModel = "name = " + quote + modelName + quote;
    return Paging.collect(
        limit,
        LARGEST_PAGE,
        (size, token) -> {
          SearchModelVersions.Response page =
              transport.get(
                  ROUTE + "search",
                  Query.of("max_results", size)
                      .and("filter", filter == null ? ofModel : ofModel + " AND " + filter)
                      .and("order_by", "version_number DESC")
                      .and("page_token", token)
                      .values(),
                  SearchModelVersions.Response.class);
          return new Paging.Page<>(page.modelVersions(), page.nextPageToken());
        });
  }

  /** URI of the folder that the model is loaded from. */
  public String downloadUri(String modelName, String version) {
    return transport
        .get(
            ROUTE + "get-download-uri",
            Map.of("name", modelName, "version", version),
            GetModelVersionDownloadUri.Response.class)
        .artifactUri();
  }

  /** Removes a version and the aliases on it, for good. */
  public void delete(String modelName, String version) {
    transport.send(
        "DELETE", ROUTE + "delete", new DeleteModelVersion(modelName, version), Repeat.SAFELY);
  }

  /** Sets a tag; a later value replaces an earlier one. */
  public void setTag(String modelName, String version, String key, String value) {
    transport.send(
        "POST",
        ROUTE + "set-tag",
        new SetModelVersionTag(modelName, version, key, value),
        Repeat.SAFELY);
  }

  /** Removes a tag; one that is not there is no error. */
  public void deleteTag(String modelName, String version, String key) {
    transport.send(
        "DELETE",
        ROUTE + "delete-tag",
        new DeleteModelVersionTag(modelName, version, key),
        Repeat.SAFELY);
  }
}
