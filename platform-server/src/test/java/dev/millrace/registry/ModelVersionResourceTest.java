package dev.millrace.registry;

import static dev.millrace.registry.RegistryApi.MODELS;
import static dev.millrace.registry.RegistryApi.VERSIONS;
import static dev.millrace.registry.RegistryApi.assertError;
import static dev.millrace.registry.RegistryApi.createVersion;
import static dev.millrace.registry.RegistryApi.delete;
import static dev.millrace.registry.RegistryApi.get;
import static dev.millrace.registry.RegistryApi.modelWithVersions;
import static dev.millrace.registry.RegistryApi.ok;
import static dev.millrace.registry.RegistryApi.patch;
import static dev.millrace.registry.RegistryApi.post;
import static dev.millrace.registry.RegistryApi.setAlias;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(FixtureSources.Profile.class)
@QuarkusTestResource(PostgresResource.class)
class ModelVersionResourceTest {

  @Test
  void createOfALoggedModelKeepsSourceRunAndModel() {
    String name = modelWithVersions(0);
    JsonPath created = ok(createVersion(name));
    assertThat(created.getMap("model_version"))
        .containsEntry("name", name)
        .containsEntry("version", "1")
        .containsEntry("current_stage", "None")
        .containsEntry("description", "")
        .containsEntry("source", "models:/m-1")
        .containsEntry("run_id", "run1")
        .containsEntry("model_id", "m-1")
        .containsEntry("run_link", "")
        .containsEntry("status", "READY");
    assertThat(downloadUri(name, "1")).isEqualTo(FixtureSources.MODEL_ROOT);
  }

  @Test
  void createAcceptsFoldersOfRunsAndModelsAndCopies() {
    String name = modelWithVersions(1);
    assertCreated(name, Map.of("source", "runs:/run1/model", "run_id", "run1"));
    assertThat(downloadUri(name, "2")).isEqualTo("runs:/run1/model");
    assertCreated(name, Map.of("source", FixtureSources.RUN_ROOT + "/model", "run_id", "run1"));
    assertThat(downloadUri(name, "3")).isEqualTo(FixtureSources.RUN_ROOT + "/model");
    assertCreated(name, Map.of("source", FixtureSources.MODEL_ROOT, "model_id", "m-1"));
    JsonPath copy = assertCreated(name, Map.of("source", "models:/" + name + "/1"));
    assertThat(copy.getString("model_version.run_id")).isEqualTo("run1");
    assertThat(copy.getString("model_version.model_id")).isEqualTo("m-1");
    assertThat(downloadUri(name, "5")).isEqualTo(FixtureSources.MODEL_ROOT);
    ok(setAlias(name, "champion", "3"));
    JsonPath ofAlias = assertCreated(name, Map.of("source", "models:/" + name + "@champion"));
    assertThat(ofAlias.getString("model_version.source")).isEqualTo("models:/" + name + "/3");
  }

  @ParameterizedTest
  @CsvSource({"/latest, 3", "/LATEST, 3", "@latest, 3", "/production, 2", "/None, 3"})
  void createCopiesTheNewestVersionOfAStageOrOfAll(String selector, String version) {
    String name = modelWithVersions(3);
    ok(
        post(
            VERSIONS + "transition-stage",
            Map.of("name", name, "version", "2", "stage", "Production")));
    JsonPath copy = assertCreated(name, Map.of("source", "models:/" + name + selector));
    assertThat(copy.getString("model_version.source")).isEqualTo("models:/" + name + "/" + version);
    assertError(
        post(VERSIONS + "create", Map.of("name", name, "source", "models:/" + name + "/Archived")),
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "No versions of model with name '" + name + "' and stage 'Archived' found");
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/passwd, run1,",
    "file:///etc/passwd, run1,",
    "http://example.com/model, run1,",
    "s3://bucket/model, run1,",
    "mlflow-artifacts://host:1/0/run1/artifacts, run1,",
    "mlflow-artifacts:/0/run1/artifacts/model, ,",
    "mlflow-artifacts:/0/run1/artifactsX, run1,",
    "mlflow-artifacts:/0/run1/artifacts/../../run2, run1,",
    "mlflow-artifacts:/0/run1/artifacts/%2e%2e/x, run1,",
    "mlflow-artifacts:/0/run1/artifacts/%252e%252e/x, run1,",
    "runs:/run1/../run2, run1,",
    "runs:/unknown/model, unknown,",
    "runs:/run1/model, run2,",
    "runs:/run1/model, , m-1",
    "runs://host/run1/model, run1,",
    "models:/m-unknown, , m-unknown",
    "models:/m-1, , m-2",
    "prompt-template, run1,"
  })
  void createRefusesOtherSourcesAndStoresNothing(String source, String runId, String modelId) {
    String name = modelWithVersions(0);
    Map<String, String> request = new HashMap<>(Map.of("name", name, "source", source));
    if (runId != null) {
      request.put("run_id", runId);
    }
    if (modelId != null) {
      request.put("model_id", modelId);
    }
    assertError(
        post(VERSIONS + "create", request),
        400,
        "INVALID_PARAMETER_VALUE",
        "Invalid model version source: '" + source + "'");
    assertThat(ok(createVersion(name)).getString("model_version.version")).isEqualTo("1");
  }

  @Test
  void createNamesWhatIsMissing() {
    assertError(
        post(VERSIONS + "create", Map.of("name", "x")),
        400,
        "INVALID_PARAMETER_VALUE",
        "Missing value for required parameter 'source'.");
    assertError(
        createVersion("nobody"),
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "Registered Model with name=nobody not found");
  }

  @Test
  void promptsHaveNoFiles() {
    String name = modelWithVersions(0);
    List<Map<String, String>> tags =
        List.of(Map.of("key", "mlflow.prompt.is_prompt", "value", "true"));
    assertCreated(name, Map.of("source", "prompt-template", "tags", tags));
    assertThat(downloadUri(name, "1")).isEqualTo("prompt-template");
    assertError(
        post(VERSIONS + "create", Map.of("name", name, "source", "models:/m-1", "tags", tags)),
        400,
        "INVALID_PARAMETER_VALUE",
        "Invalid prompt source: 'models:/m-1'");
  }

  @Test
  void sixtyFourConcurrentCreatorsGetDenseNumbers() throws Exception {
    String name = modelWithVersions(0);
    List<Integer> versions =
        concurrently(
            64, i -> Integer.valueOf(ok(createVersion(name)).getString("model_version.version")));
    assertThat(versions)
        .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 64).boxed().toList());
  }

  @Test
  void aDeletedNumberIsNotGivenAgain() {
    String name = modelWithVersions(2);
    ok(setAlias(name, "champion", "2"));
    ok(delete(VERSIONS + "delete", Map.of("name", name, "version", "2")));
    assertError(
        get(VERSIONS + "get", Map.of("name", name, "version", "2")),
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "Model Version (name=" + name + ", version=2) not found");
    assertThat(ok(get(MODELS + "get", Map.of("name", name))).getMap("registered_model"))
        .doesNotContainKey("aliases");
    assertThat(ok(createVersion(name)).getString("model_version.version")).isEqualTo("3");
  }

  @Test
  void versionMustBeANumber() {
    String name = modelWithVersions(1);
    assertError(
        get(VERSIONS + "get", Map.of("name", name, "version", "one")),
        400,
        "INVALID_PARAMETER_VALUE",
        "Parameter 'version' must be an integer, got 'one'.");
    assertError(
        get(VERSIONS + "get", Map.of("name", name, "version", "99999999999")),
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "not found");
  }

  @Test
  void updateReplacesTheDescription() {
    String name = modelWithVersions(1);
    JsonPath updated =
        ok(
            patch(
                VERSIONS + "update",
                Map.of("name", name, "version", "1", "description", "better")));
    assertThat(updated.getString("model_version.description")).isEqualTo("better");
  }

  @Test
  void tagsAreReplacedAndDeleted() {
    String name = modelWithVersions(1);
    for (String value : List.of("1", "2")) {
      ok(
          post(
              VERSIONS + "set-tag",
              Map.of("name", name, "version", "1", "key", "k", "value", value)));
    }
    JsonPath read = ok(get(VERSIONS + "get", Map.of("name", name, "version", "1")));
    assertThat(read.getList("model_version.tags"))
        .isEqualTo(List.of(Map.of("key", "k", "value", "2")));
    ok(delete(VERSIONS + "delete-tag", Map.of("name", name, "version", "1", "key", "k")));
    assertThat(
            ok(get(VERSIONS + "get", Map.of("name", name, "version", "1"))).getMap("model_version"))
        .doesNotContainKey("tags");
    assertError(
        post(
            VERSIONS + "set-tag", Map.of("name", name, "version", "1", "key", "a*b", "value", "x")),
        400,
        "INVALID_PARAMETER_VALUE",
        "Invalid value \"a*b\" for parameter 'key' supplied: Names may only contain");
  }

  @Test
  void transitionArchivesTheOthersWhenAskedTo() {
    String name = modelWithVersions(2);
    transition(name, "1", "production", false);
    JsonPath second = transition(name, "2", "Production", true);
    assertThat(second.getString("model_version.current_stage")).isEqualTo("Production");
    assertThat(
            ok(get(VERSIONS + "get", Map.of("name", name, "version", "1")))
                .getString("model_version.current_stage"))
        .isEqualTo("Archived");
    assertError(
        post(
            VERSIONS + "transition-stage",
            Map.of(
                "name", name, "version", "1", "stage", "None", "archive_existing_versions", true)),
        400,
        "INVALID_PARAMETER_VALUE",
        "because 'None' is not an Active stage. Valid stages are ['Staging', 'Production']");
    assertError(
        post(VERSIONS + "transition-stage", Map.of("name", name, "version", "1", "stage", "Live")),
        400,
        "INVALID_PARAMETER_VALUE",
        "Invalid Model Version stage: Live.");
  }

  @Test
  void searchFiltersByEveryAttributeAndTag() {
    String name = modelWithVersions(3);
    ok(setAlias(name, "champion", "2"));
    ok(
        post(
            VERSIONS + "set-tag",
            Map.of("name", name, "version", "3", "key", "my key", "value", "yes")));
    String of = "name = '" + name + "'";
    assertThat(versions(of, null)).containsExactlyInAnyOrder("1", "2", "3");
    assertThat(versions(of, "version_number ASC")).containsExactly("1", "2", "3");
    assertThat(versions(of + " AND version_number > 1", "version_number DESC"))
        .containsExactly("3", "2");
    assertThat(versions(of + " AND version_number = '2'", null)).containsExactly("2");
    assertThat(versions(of + " AND run_id IN ('run1','x')", null)).hasSize(3);
    assertThat(versions(of + " AND run_id NOT IN ('run1')", null)).isNullOrEmpty();
    assertThat(versions(of + " AND source_path LIKE 'models:/%'", null)).hasSize(3);
    assertThat(versions(of + " AND tags.`my key` = 'yes'", null)).containsExactly("3");
    assertThat(versions(of + " AND tags.\"my key\" != 'yes'", null)).isNullOrEmpty();
    JsonPath found = ok(get(VERSIONS + "search", Map.of("filter", of + " AND version_number = 2")));
    assertThat(found.getList("model_versions[0].aliases", String.class))
        .containsExactly("champion");
  }

  @Test
  void searchPagesWithoutGapsOrRepeats() {
    String name = modelWithVersions(7);
    List<String> seen = new ArrayList<>();
    String token = null;
    do {
      Map<String, Object> query = new HashMap<>();
      query.put("filter", "name = '" + name + "'");
      query.put("max_results", 2);
      if (token != null) {
        query.put("page_token", token);
      }
      JsonPath page = ok(get(VERSIONS + "search", query));
      seen.addAll(page.getList("model_versions.version", String.class));
      token = page.getString("next_page_token");
    } while (token != null);
    assertThat(seen).containsExactly("7", "6", "5", "4", "3", "2", "1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "version_number LIKE '1'  | Invalid comparator for attribute version_number: LIKE",
        "version_number = 1.5     | Invalid value for numeric attribute 'version_number': 1.5",
        "version_number = 'x'     | Invalid value for numeric attribute 'version_number': 'x'",
        "run_id > 'a'             | Invalid comparator for attribute: >",
        "source_path IN ('a')     | Only ['name', 'run_id'] attributes support comparison",
        "stage = 'None'           | Invalid attribute key 'stage' specified."
      })
  void searchRefusesWhatItCannotCompare(String filter, String message) {
    assertError(
        get(VERSIONS + "search", Map.of("filter", filter)),
        400,
        "INVALID_PARAMETER_VALUE",
        message);
  }

  @Test
  void searchSizeIsBounded() {
    assertError(
        get(VERSIONS + "search", Map.of("max_results", 200_001)),
        400,
        "INVALID_PARAMETER_VALUE",
        "Invalid value \"200001\" for parameter 'max_results' supplied");
    assertError(
        get(VERSIONS + "search", Map.of("max_results", 0)),
        400,
        "INVALID_PARAMETER_VALUE",
        "Invalid value for max_results. It must be a positive integer, but got 0");
  }

  /** Runs the task so many times at once, each with its number, and returns what they returned. */
  static <T> List<T> concurrently(int tasks, IntFunction<T> task) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(tasks);
    try {
      List<Callable<T>> calls =
          IntStream.range(0, tasks).mapToObj(i -> (Callable<T>) () -> task.apply(i)).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> done : pool.invokeAll(calls)) {
        results.add(done.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  private static JsonPath assertCreated(String name, Map<String, ?> rest) {
    Map<String, Object> request = new HashMap<>(rest);
    request.put("name", name);
    return ok(post(VERSIONS + "create", request));
  }

  private static String downloadUri(String name, String version) {
    return ok(get(VERSIONS + "get-download-uri", Map.of("name", name, "version", version)))
        .getString("artifact_uri");
  }

  private static JsonPath transition(String name, String version, String stage, boolean archive) {
    return ok(
        post(
            VERSIONS + "transition-stage",
            Map.of(
                "name", name,
                "version", version,
                "stage", stage,
                "archive_existing_versions", archive)));
  }

  private static List<String> versions(String filter, String order) {
    Map<String, Object> query = new HashMap<>(Map.of("filter", filter));
    if (order != null) {
      query.put("order_by", order);
    }
    return ok(get(VERSIONS + "search", query)).getList("model_versions.version", String.class);
  }
}
