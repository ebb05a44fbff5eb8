package dev.millrace.registry;

import static dev.millrace.registry.GateFixture.POLICIES;
import static dev.millrace.registry.GateFixture.champion;
import static dev.millrace.registry.GateFixture.newModel;
import static dev.millrace.registry.GateFixture.promote;
import static dev.millrace.registry.GateFixture.setPolicy;
import static dev.millrace.registry.GateFixture.versionWith;
import static dev.millrace.registry.RegistryApi.MODELS;
import static dev.millrace.registry.RegistryApi.VERSIONS;
import static dev.millrace.registry.RegistryApi.assertError;
import static dev.millrace.registry.RegistryApi.delete;
import static dev.millrace.registry.RegistryApi.ok;
import static dev.millrace.registry.RegistryApi.setAlias;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class PolicyResourceTest {

  @Test
  void aPolicyIsKeptRevisionByRevision() {
    String model = newModel();
    String first = "# two eyes see more\nprotected: true\ngates:\n  - type: approval\n";
    JsonPath stored = ok(setPolicy(model, first));
    assertThat(stored.getInt("revision")).isEqualTo(1);
    assertThat(stored.getString("source")).isEqualTo(first);
    assertThat(stored.getBoolean("document.protected")).isTrue();
    ok(setPolicy(model, first));
    ok(setPolicy(model, "{\"gates\": []}"));
    ok(given().delete(POLICIES + model + "/champion"));

    assertError(
        given().get(POLICIES + model + "/champion"),
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "no promotion policy");
    JsonPath history = ok(given().get(POLICIES + model + "/champion/history"));
    assertThat(history.getList("policies.revision")).containsExactly(3, 2, 1);
    assertThat(history.getList("policies.source")).containsExactly("", "{\"gates\": []}", first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          gates: [{type: metric}]                              | /gates/0 | 'expression'
          gates: [{type: metrics, expression: x}]              | /gates/0/type | enumeration
          gates: [{type: approval, count: many}]               | /gates/0/count | integer
          gates: [{type: load, rate: 10, duration: soon}]      | /gates/0/duration | pattern
          gates: [{type: load, rate: 10, duration: 3m}]        | /gates/0 | longer than 120s
          gates: [{type: approval}, {type: metric, expression: 'candidate.metrics.f1 >='}] | /gates/1 | does not compile
          gates: [{type: metric, expression: 'winner.metrics.f1 > 0.5'}] | /gates/0 | undeclared reference
          gates: [{type: metric, expression: 'candidate.metrics.f1'}] | /gates/0 | expected type 'bool'
          gates: [{type: metric, expression: 'candidate.metrics.f1 - 1 > 0.5'}] | /gates/0 | no matching overload
          protect: true                                        | /  | protect
          gates: 3                                             | /gates | array
          """)
  void aMalformedPolicyIsRefusedWithThePathAndTheReason(String yaml, String path, String reason) {
    String model = newModel();
    String message = setPolicy(model, yaml).jsonPath().getString("message");
    assertError(setPolicy(model, yaml), 400, "INVALID_PARAMETER_VALUE", " at " + path + ": ");
    assertThat(message).contains(reason);
    assertError(
        given()
            .contentType("application/yaml")
            .body(yaml.getBytes(StandardCharsets.UTF_8))
            .post(POLICIES + "check"),
        400,
        "INVALID_PARAMETER_VALUE",
        message);
    assertError(
        given().get(POLICIES + model + "/champion"),
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "no promotion");
  }

  @Test
  void whatIsNoYamlIsRefusedWithItsLine() {
    assertError(
        setPolicy(newModel(), "gates:\n  - {type: approval\n"),
        400,
        "INVALID_PARAMETER_VALUE",
        "line 3");
  }

  @Test
  void aNulCharacterIsRefused() {
    assertError(
        setPolicy(newModel(), "gates: [{type: approval, name: \"a\\0b\"}]"),
        400,
        "INVALID_PARAMETER_VALUE",
        "NUL");
  }

  @Test
  void theSchemaIsPublished() {
    assertThat(ok(given().get(POLICIES + "schema")).getString("title"))
        .isEqualTo("Promotion policy");
  }

  @Test
  void aProtectedAliasMovesByPromotionsOnly() {
    String model = newModel();
    ok(promote(model, versionWith(model, "f1", 1)));
    String other = versionWith(model, "f1", 1);
    ok(setPolicy(model, "protected: true"));

    String way = "millrace models promote " + model + " --to @champion";
    assertError(setAlias(model, "champion", other), 403, "PERMISSION_DENIED", way);
    assertError(
        delete(MODELS + "alias", Map.of("name", model, "alias", "champion")),
        403,
        "PERMISSION_DENIED",
        way);
    assertError(
        delete(VERSIONS + "delete", Map.of("name", model, "version", "1")),
        403,
        "PERMISSION_DENIED",
        way);
    assertError(delete(MODELS + "delete", Map.of("name", model)), 403, "PERMISSION_DENIED", way);
    assertThat(champion(model)).isEqualTo("1");
    ok(setAlias(model, "challenger", other));
    ok(promote(model, other));
    assertThat(champion(model)).isEqualTo(other);
    ok(given().delete(POLICIES + model + "/champion"));
    ok(setAlias(model, "champion", "1"));
  }

  @Test
  void gatesOfTheRequestAreAskedBesideThoseOfThePolicy() {
    String model = newModel();
    ok(setPolicy(model, "gates: [{type: metric, expression: 'candidate.metrics.f1 > 0.5'}]"));
    Map<String, Object> more =
        Map.of(
            "gates",
            List.of(Map.of("type", "metric", "expression", "candidate.metrics.f1 > 0.95")));
    JsonPath answer = promote(model, versionWith(model, "f1", 0.9), more).jsonPath();
    assertThat(answer.getList("promotion.gates.name")).containsExactly("metric", "metric-2");
    assertThat(answer.getList("promotion.gates.status")).containsExactly("pass", "fail");
    assertError(
        promote(model, "1", Map.of("gates", List.of(Map.of("type", "metric")))),
        400,
        "INVALID_PARAMETER_VALUE",
        "/gates/0");
  }
}
