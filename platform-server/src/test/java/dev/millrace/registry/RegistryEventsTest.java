package dev.millrace.registry;

import static dev.millrace.registry.RegistryApi.MODELS;
import static dev.millrace.registry.RegistryApi.VERSIONS;
import static dev.millrace.registry.RegistryApi.createVersion;
import static dev.millrace.registry.RegistryApi.delete;
import static dev.millrace.registry.RegistryApi.ok;
import static dev.millrace.registry.RegistryApi.post;
import static dev.millrace.registry.RegistryApi.promote;
import static dev.millrace.registry.RegistryApi.setAlias;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.webhook.EventType;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each change of the registry puts into the outbox. */
@QuarkusTest
@TestProfile(FixtureSources.Profile.class)
@QuarkusTestResource(PostgresResource.class)
class RegistryEventsTest {

  @Inject DataSource database;

  private final String name = "thing-" + UUID.randomUUID();

  @BeforeEach
  void wantEverything() throws Exception {
    ok(
        post(
            "/api/millrace/v1/webhooks",
            Map.of(
                "name",
                "all",
                "url",
                "https://93.184.216.34/",
                "events",
                Stream.of(EventType.values())
                    .filter(event -> event != EventType.METRIC_THRESHOLD_CROSSED)
                    .map(EventType::wireName)
                    .toList())));
    // A place that deliveries are refused to, so that none leaves this machine.
    Sql.execute(database, "UPDATE webhooks SET url = 'https://127.0.0.1:1/'");
  }

  @Test
  void changesOfAModelAreMlflowsEvents() throws Exception {
    ok(
        post(
            MODELS + "create",
            Map.of("name", name, "tags", List.of(Map.of("key", "team", "value", "red")))));
    ok(post(MODELS + "set-tag", Map.of("name", name, "key", "k", "value", "v")));
    ok(delete(MODELS + "delete-tag", Map.of("name", name, "key", "k")));
    ok(createVersion(name));
    Map<String, String> tag = Map.of("name", name, "version", "1", "key", "k", "value", "v");
    ok(post(VERSIONS + "set-tag", tag));
    ok(delete(VERSIONS + "delete-tag", tag));
    ok(setAlias(name, "live", "1"));
    ok(setAlias(name, "live", "1"));
    ok(delete(MODELS + "alias", Map.of("name", name, "alias", "live")));
    ok(delete(MODELS + "alias", Map.of("name", name, "alias", "live")));
    assertThat(published())
        .containsExactly(
            event(
                "registered_model.created", "{'name':'%s','tags':{'team':'red'},'description':''}"),
            event(
                "model_version.created",
                "{'name':'%s','version':'1','source':'models:/m-1','run_id':'run1','tags':{},"
                    + "'description':null}"),
            event("model_version_tag.set", "{'name':'%s','version':'1','key':'k','value':'v'}"),
            event("model_version_tag.deleted", "{'name':'%s','version':'1','key':'k'}"),
            event("model_version_alias.created", "{'name':'%s','alias':'live','version':'1'}"),
            event("model_version_alias.deleted", "{'name':'%s','alias':'live'}"));
  }

  @Test
  void changesOfAPromptAreMlflowsEventsOfPrompts() throws Exception {
    Map<String, String> isPrompt = Map.of("key", "mlflow.prompt.is_prompt", "value", "true");
    ok(
        post(
            MODELS + "create",
            Map.of(
                "name",
                name,
                "description",
                "d",
                "tags",
                List.of(isPrompt, Map.of("key", "a", "value", "b")))));
    ok(post(MODELS + "set-tag", Map.of("name", name, "key", "k", "value", "v")));
    ok(delete(MODELS + "delete-tag", Map.of("name", name, "key", "k")));
    ok(
        post(
            VERSIONS + "create",
            Map.of(
                "name",
                name,
                "source",
                "dummy-source",
                "description",
                "first",
                "tags",
                List.of(isPrompt, Map.of("key", "mlflow.prompt.text", "value", "Hi")))));
    Map<String, String> tag = Map.of("name", name, "version", "1", "key", "k", "value", "v");
    ok(post(VERSIONS + "set-tag", tag));
    ok(delete(VERSIONS + "delete-tag", tag));
    ok(setAlias(name, "live", "1"));
    ok(delete(MODELS + "alias", Map.of("name", name, "alias", "live")));
    assertThat(published())
        .containsExactly(
            event("prompt.created", "{'name':'%s','tags':{'a':'b'},'description':'d'}"),
            event("prompt_tag.set", "{'name':'%s','key':'k','value':'v'}"),
            event("prompt_tag.deleted", "{'name':'%s','key':'k'}"),
            event(
                "prompt_version.created",
                "{'name':'%s','version':'1','template':'Hi','tags':{},'description':'first'}"),
            event("prompt_version_tag.set", "{'name':'%s','version':'1','key':'k','value':'v'}"),
            event("prompt_version_tag.deleted", "{'name':'%s','version':'1','key':'k'}"),
            event("prompt_alias.created", "{'name':'%s','alias':'live','version':'1'}"),
            event("prompt_alias.deleted", "{'name':'%s','alias':'live'}"));
  }

  @Test
  void aPromotionIsToldOfAsSuch() throws Exception {
    ok(post(MODELS + "create", Map.of("name", name)));
    ok(createVersion(name));
    ok(promote(name, "champion", "1", "better"));
    ok(promote(name, "champion", "1", "sent again"));
    List<String> published = published();
    assertThat(published).hasSize(4);
    assertThat(published.get(2))
        .isEqualTo(
            event("model_version_alias.created", "{'name':'%s','alias':'champion','version':'1'}"));
    assertThat(published.get(3))
        .startsWith("promotion.done ")
        .contains(
            "\"model_name\":\""
                + name
                + "\",\"alias\":\"champion\",\"from_version\":null,"
                + "\"to_version\":\"1\",\"reason\":\"better\",\"user\":\"anonymous\"");
  }

  @Test
  void aPromotionThatWaitsIsToldOfStepByStep() throws Exception {
    ok(post(MODELS + "create", Map.of("name", name)));
    ok(createVersion(name));
    ok(createVersion(name));
    ok(GateFixture.setPolicy(name, "gates: [{type: approval}]"));
    for (String version : List.of("1", "2")) {
      String request =
          GateFixture.promote(name, version).jsonPath().getString("request.request_id");
      ok(GateFixture.approve(request, "bob"));
    }
    String refused = GateFixture.promote(name, "1").jsonPath().getString("request.request_id");
    ok(post(RegistryApi.PROMOTIONS + "/requests/" + refused + "/refuse", Map.of()));
    ok(post(RegistryApi.PROMOTIONS + "/rollback", Map.of("model_name", name)));

    List<String> told =
        published().stream().filter(event -> event.startsWith("promotion.")).toList();
    assertThat(told)
        .extracting(event -> event.substring(0, event.indexOf(' ')))
        .containsExactly(
            "promotion.requested",
            "promotion.approved",
            "promotion.done",
            "promotion.requested",
            "promotion.approved",
            "promotion.done",
            "promotion.requested",
            "promotion.refused",
            "promotion.rolled_back");
    assertThat(told.get(1)).contains("\"approved_by\":\"bob\"");
    assertThat(told.get(7)).contains("\"outcome\":\"refused\"", "Refused by anonymous");
  }

  @Test
  void whatIsRefusedIsNotToldOf() throws Exception {
    ok(post(MODELS + "create", Map.of("name", name)));
    assertThat(post(MODELS + "create", Map.of("name", name)).statusCode()).isEqualTo(400);
    assertThat(setAlias(name, "live", "7").statusCode()).isEqualTo(404);
    assertThat(published()).hasSize(1);
  }

  /** The events that name the thing of this test, each once, in order. */
  private List<String> published() throws Exception {
    List<String> found = new ArrayList<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT event, data::text FROM webhook_deliveries WHERE data::text LIKE '%\""
                    + name
                    + "\"%' AND webhook_key = (SELECT max(webhook_key) FROM webhooks)"
                    + " ORDER BY delivery_key")) {
      while (rows.next()) {
        JsonNode data = MlflowJson.mapper().readTree(rows.getString(2));
        found.add(rows.getString(1) + " " + data);
      }
    }
    return found;
  }

  private String event(String event, String data) {
    return event + " " + data.formatted(name).replace('\'', '"');
  }
}
