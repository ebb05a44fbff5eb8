package dev.millrace.registry;

import static dev.millrace.registry.RegistryApi.MODELS;
import static dev.millrace.registry.RegistryApi.PROMOTIONS;
import static dev.millrace.registry.RegistryApi.VERSIONS;
import static dev.millrace.registry.RegistryApi.assertError;
import static dev.millrace.registry.RegistryApi.delete;
import static dev.millrace.registry.RegistryApi.get;
import static dev.millrace.registry.RegistryApi.modelWithVersions;
import static dev.millrace.registry.RegistryApi.ok;
import static dev.millrace.registry.RegistryApi.okWithRetries;
import static dev.millrace.registry.RegistryApi.post;
import static dev.millrace.registry.RegistryApi.promote;
import static dev.millrace.registry.RegistryApi.setAlias;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.registry.AliasDirectory;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

@QuarkusTest
@TestProfile(FixtureSources.Profile.class)
@QuarkusTestResource(PostgresResource.class)
class PromotionResourceTest {

  @Inject DataSource database;
  @Inject AliasDirectory aliases;

  @Test
  void aPromotionMovesTheAliasAndSaysWhy() {
    String name = modelWithVersions(2);
    JsonPath first =
        ok(post(PROMOTIONS, Map.of("model_name", name, "version", "1", "reason", "first")));
    assertThat(first.getMap("promotion"))
        .containsEntry("model_name", name)
        .containsEntry("alias", "champion")
        .containsEntry("kind", "promotion")
        .containsEntry("to_version", "1")
        .containsEntry("reason", "first")
        .containsEntry("user", "anonymous")
        .doesNotContainKey("from_version");
    assertThat(first.getLong("promotion.created_at")).isPositive();
    JsonPath second = ok(promote(name, "champion", "2", "better F1"));
    assertThat(second.getString("promotion.from_version")).isEqualTo("1");
    assertThat(second.getString("promotion.to_version")).isEqualTo("2");
    assertThat(aliases.resolve(name, "champion"))
        .contains(new ServableVersion(name, 2, FixtureSources.MODEL_ROOT));
    assertThat(history(name).getList("promotions.promotion_id", String.class))
        .containsExactly(
            second.getString("promotion.promotion_id"), first.getString("promotion.promotion_id"));
  }

  @Test
  void aRepeatedPromotionChangesNothingAndAnswersTheSame() {
    String name = modelWithVersions(1);
    JsonPath first = ok(promote(name, "champion", "1", "first"));
    JsonPath again = ok(promote(name, "champion", "1", "sent again"));
    assertThat(again.getMap("promotion")).isEqualTo(first.getMap("promotion"));
    assertThat(again.getBoolean("unchanged")).isTrue();
    assertThat(history(name).getList("promotions")).hasSize(1);
  }

  @Test
  void movesByMlflowsOwnCallsAreInTheHistory() {
    String name = modelWithVersions(3);
    ok(setAlias(name, "champion", "1"));
    ok(setAlias(name, "champion", "1"));
    ok(promote(name, "champion", "2", "why"));
    ok(delete(MODELS + "alias", Map.of("name", name, "alias", "champion")));
    ok(setAlias(name, "champion", "3"));
    ok(delete(VERSIONS + "delete", Map.of("name", name, "version", "3")));
    JsonPath history = history(name);
    assertThat(history.getList("promotions.kind", String.class))
        .containsExactly("alias_deleted", "alias_set", "alias_deleted", "promotion", "alias_set");
    assertThat(history.getList("promotions.from_version", String.class))
        .containsExactly("3", null, "2", "1", null);
    assertThat(history.getList("promotions.to_version", String.class))
        .containsExactly(null, "3", null, "2", "1");
  }

  @Test
  void historyOfAllModelsIsToldWhereNoneIsNamed() {
    String one = modelWithVersions(1);
    String other = modelWithVersions(1);
    ok(promote(one, "champion", "1", "first"));
    ok(promote(other, "champion", "1", "second"));
    assertThat(
            ok(get(PROMOTIONS, Map.of("max_results", "2")))
                .getList("promotions.model_name", String.class))
        .containsExactly(other, one);
  }

  @Test
  void sixteenConcurrentPromotersLeaveALinearHistory() throws Exception {
    String name = modelWithVersions(4);
    ModelVersionResourceTest.concurrently(
        16,
        i ->
            okWithRetries(
                () -> promote(name, "champion", String.valueOf(1 + i % 4), "promoter " + i)));
    JsonPath history = history(name);
    List<String> from = history.getList("promotions.from_version", String.class);
    List<String> to = history.getList("promotions.to_version", String.class);
    assertThat(to).hasSizeBetween(4, 16);
    for (int i = 0; i + 1 < to.size(); i++) {
      assertThat(from.get(i)).as("move %d of %s", i, to).isEqualTo(to.get(i + 1));
      assertThat(from.get(i)).isNotEqualTo(to.get(i));
    }
    assertThat(from.get(from.size() - 1)).isNull();
    assertThat(aliases.resolve(name, "champion"))
        .map(ServableVersion::version)
        .contains(Integer.valueOf(to.get(0)));
  }

  @Test
  void everyMoveNotifies() throws Exception {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + AliasDirectory.CHANNEL);
      String name = modelWithVersions(2);
      String moved = "{\"model_name\":\"" + name + "\",\"alias\":\"champion\"}";
      String renamed = moved.replace(name, name + "-2");
      ok(promote(name, "champion", "1", "why"));
      assertThat(notifications(connection, name, 1)).containsExactly(moved);
      ok(setAlias(name, "champion", "2"));
      assertThat(notifications(connection, name, 1)).containsExactly(moved);
      // Not a move: what comes next is of the deletion.
      ok(setAlias(name, "champion", "2"));
      ok(delete(MODELS + "alias", Map.of("name", name, "alias", "champion")));
      assertThat(notifications(connection, name, 1)).containsExactly(moved);
      ok(promote(name, "champion", "1", "why"));
      assertThat(notifications(connection, name, 1)).containsExactly(moved);
      ok(post(MODELS + "rename", Map.of("name", name, "new_name", name + "-2")));
      String stages = "{\"model_name\":\"" + name + "-2\"}";
      assertThat(notifications(connection, name, 3))
          .containsExactlyInAnyOrder(moved, renamed, stages);
      ok(delete(MODELS + "delete", Map.of("name", name + "-2")));
      assertThat(notifications(connection, name, 1)).containsExactly(renamed);
      statement.execute("UNLISTEN *");
    }
  }

  @Test
  void theHistoryOutlivesRenamingAndDeletion() {
    String name = modelWithVersions(1);
    ok(promote(name, "champion", "1", "why"));
    String newName = name + "-2";
    ok(post(MODELS + "rename", Map.of("name", name, "new_name", newName)));
    assertThat(history(newName).getList("promotions.reason", String.class)).containsExactly("why");
    ok(delete(MODELS + "delete", Map.of("name", newName)));
    assertThat(history(newName).getList("promotions.kind", String.class))
        .containsExactly("alias_deleted");
    assertThat(history(name).getList("promotions.reason", String.class)).containsExactly("why");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE promotions SET reason = 'other'",
        "DELETE FROM promotions",
        "TRUNCATE promotions"
      })
  void theDatabaseRefusesToChangeTheHistory(String change) throws Exception {
    ok(promote(modelWithVersions(1), "champion", "1", "why"));
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute(change)).hasMessageContaining("append-only");
    }
  }

  @Test
  void historyPagesAndFiltersByAlias() {
    String name = modelWithVersions(2);
    for (String version : List.of("1", "2", "1", "2", "1")) {
      ok(promote(name, "champion", version, "why"));
    }
    ok(promote(name, "challenger", "2", "why"));
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      JsonPath page =
          ok(
              get(
                  PROMOTIONS,
                  Map.of(
                      "model_name",
                      name,
                      "alias",
                      "champion",
                      "max_results",
                      2,
                      "page_token",
                      token)));
      seen.addAll(page.getList("promotions.to_version", String.class));
      token = page.getString("next_page_token");
    } while (token != null);
    assertThat(seen).containsExactly("1", "2", "1", "2", "1");
  }

  @Test
  void badRequestsNameWhatIsWrong() {
    String name = modelWithVersions(1);
    assertError(
        post(PROMOTIONS, Map.of("version", "1")),
        400,
        "INVALID_PARAMETER_VALUE",
        "Missing value for required parameter 'model_name'.");
    assertError(
        post(PROMOTIONS, Map.of("model_name", name)),
        400,
        "INVALID_PARAMETER_VALUE",
        "Missing value for required parameter 'version'.");
    assertError(promote(name, "latest", "1", "why"), 400, "INVALID_PARAMETER_VALUE", "is reserved");
    assertError(
        promote("nobody", "champion", "1", "why"),
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "Registered Model with name=nobody not found");
    assertError(
        promote(name, "champion", "2", "why"),
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "Model Version (name=" + name + ", version=2) not found");
    assertError(
        get(PROMOTIONS, Map.of("model_name", "nobody")),
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "Registered Model with name=nobody not found");
    assertError(
        get(PROMOTIONS, Map.of("model_name", name, "page_token", "x")),
        400,
        "INVALID_PARAMETER_VALUE",
        "Invalid page token 'x'.");
    assertThat(aliases.resolve(name, "champion")).isEmpty();
  }

  private static JsonPath history(String name) {
    return ok(get(PROMOTIONS, Map.of("model_name", name)));
  }

  private static List<String> notifications(Connection connection, String name, int expected)
      throws Exception {
    PGConnection listener = connection.unwrap(PGConnection.class);
    List<String> payloads = new ArrayList<>();
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (payloads.size() < expected && System.nanoTime() < deadline) {
      PGNotification[] received =
          Objects.requireNonNullElse(listener.getNotifications(200), new PGNotification[0]);
      for (PGNotification notification : received) {
        if (notification.getParameter().contains(name)) {
          payloads.add(notification.getParameter());
        }
      }
    }
    return payloads;
  }
}
