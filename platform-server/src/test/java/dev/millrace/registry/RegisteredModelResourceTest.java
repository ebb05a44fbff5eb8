package dev.millrace.registry;

import static dev.millrace.registry.RegistryApi.MODELS;
import static dev.millrace.registry.RegistryApi.VERSIONS;
import static dev.millrace.registry.RegistryApi.assertError;
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
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(FixtureSources.Profile.class)
@QuarkusTestResource(PostgresResource.class)
class RegisteredModelResourceTest {

  @Test
  void createAnswersTheModelWithItsTags() {
    String name = "created-" + UUID.randomUUID();
    JsonPath created =
        ok(
            post(
                MODELS + "create",
                Map.of(
                    "name",
                    name,
                    "description",
                    "first",
                    "tags",
                    List.of(
                        Map.of("key", "b", "value", "1"),
                        Map.of("key", "a", "value", "old"),
                        Map.of("key", "a", "value", "new")))));
    assertThat(created.getString("registered_model.name")).isEqualTo(name);
    assertThat(created.getString("registered_model.description")).isEqualTo("first");
    assertThat(created.getLong("registered_model.creation_timestamp"))
        .isEqualTo(created.getLong("registered_model.last_updated_timestamp"))
        .isPositive();
    assertThat(created.getList("registered_model.tags"))
        .isEqualTo(List.of(Map.of("key", "a", "value", "new"), Map.of("key", "b", "value", "1")));
    assertThat(created.getMap("registered_model")).doesNotContainKeys("aliases", "latest_versions");
  }

  @Test
  void createRefusesATakenName() {
    String name = modelWithVersions(0);
    assertError(
        post(MODELS + "create", Map.of("name", name)),
        400,
        "RESOURCE_ALREADY_EXISTS",
        "Registered Model (name=" + name + ") already exists.");
  }

  @Test
  void aPromptAndAModelCannotShareAName() {
    String name = modelWithVersions(0);
    assertError(
        post(
            MODELS + "create",
            Map.of(
                "name",
                name,
                "tags",
                List.of(Map.of("key", "mlflow.prompt.is_prompt", "value", "true")))),
        400,
        "RESOURCE_ALREADY_EXISTS",
        "Tried to create a prompt with name '" + name + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''        | Missing value for required parameter 'name'.",
        "' '       | Missing value for required parameter 'name'.",
        "a/b       | Invalid model name 'a/b'. Names cannot contain '/' or ':'.",
        "a:b       | Invalid model name 'a:b'. Names cannot contain '/' or ':'.",
        "..        | Invalid value \"..\" for parameter 'name' supplied: Names may be treated as",
        ".         | This name would resolve to '.'"
      })
  void createRefusesAnUnusableName(String name, String message) {
    assertError(
        post(MODELS + "create", Map.of("name", name)), 400, "INVALID_PARAMETER_VALUE", message);
  }

  @Test
  void createRefusesNamesThatCannotBeStored() {
    assertError(
        post(MODELS + "create", Map.of("name", "x".repeat(257))),
        400,
        "INVALID_PARAMETER_VALUE",
        "'name' exceeds the maximum length of 256 characters");
    assertError(
        post(MODELS + "create", Map.of("name", "nul\0")),
        400,
        "INVALID_PARAMETER_VALUE",
        "Invalid value \"nul\\u0000\" for parameter 'name' supplied");
  }

  @Test
  void unknownModelIsNotFoundByEveryRoute() {
    Map<String, String> unknown =
        Map.of("name", "nobody", "new_name", "n", "key", "k", "value", "v", "alias", "a");
    String message = "Registered Model with name=nobody not found";
    assertError(
        get(MODELS + "get", Map.of("name", "nobody")), 404, "RESOURCE_DOES_NOT_EXIST", message);
    for (String route : List.of("rename", "set-tag", "get-latest-versions")) {
      assertError(post(MODELS + route, unknown), 404, "RESOURCE_DOES_NOT_EXIST", message);
    }
    assertError(patch(MODELS + "update", unknown), 404, "RESOURCE_DOES_NOT_EXIST", message);
    for (String route : List.of("delete", "delete-tag", "alias")) {
      assertError(delete(MODELS + route, unknown), 404, "RESOURCE_DOES_NOT_EXIST", message);
    }
  }

  @Test
  void updateReplacesTheDescription() {
    String name = modelWithVersions(0);
    JsonPath updated = ok(patch(MODELS + "update", Map.of("name", name, "description", "second")));
    assertThat(updated.getString("registered_model.description")).isEqualTo("second");
  }

  @Test
  void renameKeepsVersionsTagsAndAliases() {
    String name = modelWithVersions(2);
    ok(setAlias(name, "champion", "2"));
    ok(post(MODELS + "set-tag", Map.of("name", name, "key", "team", "value", "x")));
    String newName = name + "-renamed";
    JsonPath renamed = ok(post(MODELS + "rename", Map.of("name", name, "new_name", newName)));
    assertThat(renamed.getString("registered_model.name")).isEqualTo(newName);
    assertThat(renamed.getString("registered_model.latest_versions[0].name")).isEqualTo(newName);
    assertThat(renamed.getString("registered_model.aliases[0].version")).isEqualTo("2");
    assertThat(renamed.getString("registered_model.tags[0].value")).isEqualTo("x");
    assertError(
        get(MODELS + "get", Map.of("name", name)), 404, "RESOURCE_DOES_NOT_EXIST", "not found");
  }

  @Test
  void renameToTheNameItHasChangesNothing() {
    String name = modelWithVersions(1);
    ok(post(MODELS + "rename", Map.of("name", name, "new_name", name)));
    assertThat(
            ok(get(MODELS + "get", Map.of("name", name)))
                .getList("registered_model.latest_versions"))
        .hasSize(1);
  }

  @Test
  void renameRefusesATakenName() {
    String name = modelWithVersions(0);
    String taken = modelWithVersions(0);
    assertError(
        post(MODELS + "rename", Map.of("name", name, "new_name", taken)),
        400,
        "RESOURCE_ALREADY_EXISTS",
        "Registered Model (name=" + taken + ") already exists.");
    ok(get(MODELS + "get", Map.of("name", name)));
  }

  @Test
  void deleteRemovesVersionsAndAliasesAndAModelOfThatNameStartsAtOne() {
    String name = modelWithVersions(3);
    ok(setAlias(name, "champion", "2"));
    ok(delete(MODELS + "delete", Map.of("name", name)));
    assertError(
        get(VERSIONS + "get", Map.of("name", name, "version", "1")),
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "Model Version (name=" + name + ", version=1) not found");
    ok(post(MODELS + "create", Map.of("name", name)));
    assertThat(ok(RegistryApi.createVersion(name)).getString("model_version.version"))
        .isEqualTo("1");
  }

  @Test
  void tagsAreReplacedAndDeleted() {
    String name = modelWithVersions(0);
    ok(post(MODELS + "set-tag", Map.of("name", name, "key", "k", "value", "1")));
    ok(post(MODELS + "set-tag", Map.of("name", name, "key", "k", "value", "2")));
    assertThat(
            ok(get(MODELS + "get", Map.of("name", name)))
                .getString("registered_model.tags[0].value"))
        .isEqualTo("2");
    ok(delete(MODELS + "delete-tag", Map.of("name", name, "key", "k")));
    ok(delete(MODELS + "delete-tag", Map.of("name", name, "key", "k")));
    assertThat(ok(get(MODELS + "get", Map.of("name", name))).getMap("registered_model"))
        .doesNotContainKey("tags");
  }

  @Test
  void aliasesPointAtOneVersionAndCanBeDeleted() {
    String name = modelWithVersions(2);
    ok(setAlias(name, "champion", "1"));
    ok(setAlias(name, "champion", "2"));
    JsonPath byAlias = ok(get(MODELS + "alias", Map.of("name", name, "alias", "champion")));
    assertThat(byAlias.getString("model_version.version")).isEqualTo("2");
    assertThat(byAlias.getList("model_version.aliases", String.class)).containsExactly("champion");
    ok(delete(MODELS + "alias", Map.of("name", name, "alias", "champion")));
    ok(delete(MODELS + "alias", Map.of("name", name, "alias", "champion")));
    assertError(
        get(MODELS + "alias", Map.of("name", name, "alias", "champion")),
        400,
        "INVALID_PARAMETER_VALUE",
        "Registered model alias champion not found.");
  }

  @Test
  void latestIsTheHighestVersionOfAnyStage() {
    String name = modelWithVersions(3);
    ok(
        post(
            VERSIONS + "transition-stage",
            Map.of("name", name, "version", "1", "stage", "production")));
    assertThat(
            ok(get(MODELS + "alias", Map.of("name", name, "alias", "Latest")))
                .getString("model_version.version"))
        .isEqualTo("3");
    assertError(
        get(MODELS + "alias", Map.of("name", modelWithVersions(0), "alias", "latest")),
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "Latest version not found for model");
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest", "LATEST"})
  void latestCannotBeSet(String alias) {
    assertError(
        setAlias(modelWithVersions(1), alias, "1"),
        400,
        "INVALID_PARAMETER_VALUE",
        "'latest' alias name (case insensitive) is reserved.");
  }

  @Test
  void versionNamesAndBadCharactersCannotBeAliases() {
    String name = modelWithVersions(1);
    assertError(
        setAlias(name, "v1", "1"),
        400,
        "INVALID_PARAMETER_VALUE",
        "Version alias name 'v1' is reserved.");
    assertError(
        setAlias(name, "a b", "1"),
        400,
        "INVALID_PARAMETER_VALUE",
        "Invalid alias name: 'a b'. Names may only contain");
    assertError(
        setAlias(name, "a".repeat(256), "1"),
        400,
        "INVALID_PARAMETER_VALUE",
        "'Registered model alias name' exceeds the maximum length of 255 characters");
    assertError(
        setAlias(name, "champion", "7"),
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "Model Version (name=" + name + ", version=7) not found");
  }

  @Test
  void latestVersionsAreThoseOfTheStagesAskedFor() {
    String name = modelWithVersions(3);
    ok(
        post(
            VERSIONS + "transition-stage",
            Map.of("name", name, "version", "1", "stage", "Production")));
    assertThat(
            ok(get(MODELS + "get-latest-versions", Map.of("name", name)))
                .getList("model_versions.version", String.class))
        .containsExactlyInAnyOrder("1", "3");
    assertThat(
            ok(get(
                    MODELS + "get-latest-versions",
                    Map.of("name", name, "stages", List.of("production"))))
                .getList("model_versions.version", String.class))
        .containsExactly("1");
    assertError(
        post(MODELS + "get-latest-versions", Map.of("name", name, "stages", List.of("Prod"))),
        400,
        "INVALID_PARAMETER_VALUE",
        "Invalid Model Version stage: Prod. Value must be one of None, Staging, Production,"
            + " Archived.");
  }

  @Test
  void searchFiltersByNameAndTagsAndLeavesPromptsOut() {
    String prefix = "search-" + UUID.randomUUID();
    create(prefix + "-a", Map.of("team", "red"));
    create(prefix + "-b", Map.of("team", "blue"));
    create(prefix + "-p", Map.of("mlflow.prompt.is_prompt", "true"));
    String like = "name LIKE '" + prefix + "%'";
    assertThat(names(like)).containsExactly(prefix + "-a", prefix + "-b");
    assertThat(names(like + " AND tags.team = 'red'")).containsExactly(prefix + "-a");
    assertThat(names(like + " AND tags.`team` != 'red'")).containsExactly(prefix + "-b");
    assertThat(names(like + " and tag.team ILIKE 'BL%'")).containsExactly(prefix + "-b");
    assertThat(names("name IN ('" + prefix + "-b', 'x')")).containsExactly(prefix + "-b");
    assertThat(names(like + " AND tags.`mlflow.prompt.is_prompt` = 'true'"))
        .containsExactly(prefix + "-p");
    assertThat(names("name ILIKE '" + prefix.toUpperCase(java.util.Locale.ROOT) + "%'"))
        .containsExactly(prefix + "-a", prefix + "-b");
  }

  @Test
  void searchPagesByKeysetInTheOrderAskedFor() {
    String prefix = "page-" + UUID.randomUUID();
    List<String> created = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      created.add(0, prefix + "-" + i);
      create(prefix + "-" + i, Map.of());
    }
    for (String order : List.of("name DESC", "last_updated_timestamp DESC")) {
      List<String> seen = new ArrayList<>();
      String token = null;
      do {
        Map<String, Object> query = new HashMap<>();
        query.put("filter", "name LIKE '" + prefix + "%'");
        query.put("max_results", 3);
        query.put("order_by", List.of(order, order.startsWith("name") ? "timestamp" : "name DESC"));
        if (token != null) {
          query.put("page_token", token);
        }
        JsonPath page = ok(get(MODELS + "search", query));
        seen.addAll(page.getList("registered_models.name", String.class));
        token = page.getString("next_page_token");
      } while (token != null);
      assertThat(seen).as(order).isEqualTo(created);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "description = 'x'     | Invalid attribute key 'description' specified.",
        "name > 'x'            | Invalid comparator for attribute: >",
        "tags.a > 'x'          | Invalid comparator for tag: >",
        "name = x              | Expected a quoted string value",
        "params.a = 'x'        | Invalid entity type 'params'.",
        "name = 'a' OR name = 'b' | Invalid clause(s) in filter string: OR name = 'b'",
        "name IN ()            | expected a non-empty list of string values",
        "name                  | Invalid clause(s) in filter string: name",
        "name = 'a' AND        | Invalid clause(s) in filter string",
        "name LIKE '\\'        | ~~"
      })
  void searchRefusesWhatItCannotRead(String filter, String message) {
    var answer = get(MODELS + "search", Map.of("filter", filter));
    if (message.isEmpty()) {
      ok(answer);
    } else {
      assertError(answer, 400, "INVALID_PARAMETER_VALUE", message);
    }
  }

  @Test
  void searchRefusesBadOrdersTokensAndSizes() {
    assertError(
        get(MODELS + "search", Map.of("order_by", "size ASC")),
        400,
        "INVALID_PARAMETER_VALUE",
        "Invalid order by key 'size' specified.");
    assertError(
        get(MODELS + "search", Map.of("order_by", List.of("name", "name DESC"))),
        400,
        "INVALID_PARAMETER_VALUE",
        "`order_by` contains duplicate fields");
    assertError(
        get(MODELS + "search", Map.of("page_token", "%%%")),
        400,
        "INVALID_PARAMETER_VALUE",
        "Invalid page token");
    assertError(
        get(MODELS + "search", Map.of("max_results", 1001)),
        400,
        "INVALID_PARAMETER_VALUE",
        "Invalid value \"1001\" for parameter 'max_results' supplied");
  }

  private static void create(String name, Map<String, String> tags) {
    List<Map<String, String>> wire = new ArrayList<>();
    tags.forEach((key, value) -> wire.add(Map.of("key", key, "value", value)));
    ok(post(MODELS + "create", Map.of("name", name, "tags", wire)));
  }

  private static List<String> names(String filter) {
    return ok(get(MODELS + "search", Map.of("filter", filter)))
        .getList("registered_models.name", String.class);
  }
}
