package dev.millrace.registry;

import static dev.millrace.registry.GateFixture.approve;
import static dev.millrace.registry.GateFixture.as;
import static dev.millrace.registry.GateFixture.champion;
import static dev.millrace.registry.GateFixture.history;
import static dev.millrace.registry.GateFixture.newModel;
import static dev.millrace.registry.GateFixture.promote;
import static dev.millrace.registry.GateFixture.setPolicy;
import static dev.millrace.registry.GateFixture.versionWith;
import static dev.millrace.registry.RegistryApi.PROMOTIONS;
import static dev.millrace.registry.RegistryApi.assertError;
import static dev.millrace.registry.RegistryApi.ok;
import static dev.millrace.registry.RegistryApi.post;
import static dev.millrace.registry.RegistryApi.setAlias;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promotions that wait, end, are sent twice, race and are rolled back. */
@QuarkusTest
@TestProfile(PromotionRequestResourceTest.QuickSweeps.class)
@QuarkusTestResource(PostgresResource.class)
class PromotionRequestResourceTest {

  /** Looks for dead servers often. */
  public static final class QuickSweeps implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("millrace.promotions.sweep-interval", "200ms");
    }
  }

  private static final String TWO_APPROVALS = "gates: [{type: approval, count: 2}]";

  @Inject DataSource database;

  @Test
  void aPromotionWaitsForSoManyOthers() {
    String model = newModel();
    String version = versionWith(model, "f1", 1);
    ok(setPolicy(model, TWO_APPROVALS));
    Response asked =
        as("ada").body(Map.of("model_name", model, "version", version)).post(PROMOTIONS);
    assertThat(asked.statusCode()).isEqualTo(202);
    String request = asked.jsonPath().getString("request.request_id");
    assertThat(asked.jsonPath().getString("request.state")).isEqualTo("pending");
    assertThat(asked.jsonPath().getLong("request.expires_at")).isPositive();

    assertError(approve(request, "ada"), 403, "PERMISSION_DENIED", "cannot approve it");
    assertThat(approve(request, "bob").statusCode()).isEqualTo(202);
    assertThat(approve(request, "bob").statusCode()).isEqualTo(202);
    assertThat(champion(model)).isNull();
    assertThat(open(model)).containsExactly(request);
    JsonPath done = ok(approve(request, "eve"));

    assertThat(done.getString("promotion.user")).isEqualTo("ada");
    assertThat(done.getList("promotion.gates[0].evidence.approved_by"))
        .containsExactly("bob", "eve");
    assertThat(champion(model)).isEqualTo(version);
    assertThat(open(model)).isEmpty();
    assertError(approve(request, "joe"), 409, "RESOURCE_CONFLICT", "is over: done");
    assertThat(ok(given().get(PROMOTIONS + "/requests/" + request)).getList("reports.user"))
        .containsExactly("bob", "bob", "eve");
  }

  @Test
  void aModelMayBeRenamedWhileAPromotionOfItWaits() {
    String model = newModel();
    String version = versionWith(model, "f1", 1);
    ok(setPolicy(model, "gates: [{type: metric, expression: 'true'}, {type: approval}]"));
    String request = promote(model, version).jsonPath().getString("request.request_id");
    String renamed = model + "-renamed";
    ok(post(RegistryApi.MODELS + "rename", Map.of("name", model, "new_name", renamed)));
    ok(approve(request, "bob"));
    assertThat(champion(renamed)).isEqualTo(version);
  }

  @Test
  void theHistoryIsExported() {
    String model = newModel();
    ok(
        promote(
            model,
            versionWith(model, "f1", 1),
            Map.of("reason", "=HYPERLINK(\"x\"), \"quoted\"", "commit", "4f1c")));
    ok(setPolicy(model, "gates: [{type: metric, name: never, expression: 'false'}]"));
    promote(model, versionWith(model, "f1", 1));
    Response csv =
        given().queryParams("model_name", model, "format", "csv").get(PROMOTIONS + "/export");
    assertThat(csv.contentType()).startsWith("text/csv");
    List<String> lines = csv.asString().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("promotion_id,created_at,model_name,alias,kind,outcome");
    assertThat(lines.get(1)).contains(",gates_failed,1,2,", ",never=fail");
    assertThat(lines.get(2))
        .contains(",done,,1,anonymous,\"'=HYPERLINK(\"\"x\"\"), \"\"quoted\"\"\",", ",4f1c,");
    assertThat(ok(given().queryParam("model_name", model).get(PROMOTIONS + "/export")).getList("$"))
        .isEqualTo(history(model));
    assertError(
        given().queryParams("model_name", model, "format", "xls").get(PROMOTIONS + "/export"),
        400,
        "INVALID_PARAMETER_VALUE",
        "'xls'");
  }

  @Test
  void aRefusalEndsItAndIsInTheHistory() {
    String model = newModel();
    ok(setPolicy(model, TWO_APPROVALS));
    String request =
        promote(model, versionWith(model, "f1", 1)).jsonPath().getString("request.request_id");
    ok(
        as("bob")
            .body(Map.of("comment", "not before the audit"))
            .post(PROMOTIONS + "/requests/" + request + "/refuse"));
    assertThat(champion(model)).isNull();
    assertThat(history(model).get(0))
        .containsEntry("outcome", "refused")
        .containsEntry("message", "Refused by bob: not before the audit");
  }

  @Test
  void aCheckOutsideReportsIn() {
    String model = newModel();
    String version = versionWith(model, "f1", 1);
    ok(setPolicy(model, "gates: [{type: external, check: integration}]"));
    String failed = promote(model, version).jsonPath().getString("request.request_id");
    assertThat(check(failed, "other", true).statusCode()).isEqualTo(202);
    assertError(check(failed, "integration", false), 422, "PROMOTION_REFUSED", "failed");
    String passed = promote(model, version).jsonPath().getString("request.request_id");
    ok(check(passed, "integration", true));
    assertThat(champion(model)).isEqualTo(version);
    assertThat(history(model)).extracting("outcome").containsExactly("done", "gates_failed");
  }

  @Test
  void gatesAreAskedAnewWhereTheChampionMovedWhileItWaited() {
    String model = newModel();
    ok(promote(model, versionWith(model, "f1", 0.8)));
    String candidate = versionWith(model, "f1", 0.9);
    String better = versionWith(model, "f1", 0.95);
    ok(
        setPolicy(
            model,
            """
            gates:
              - {type: metric, expression: 'candidate.metrics.f1 > champion.metrics.f1'}
              - {type: approval}
            """));
    String request = promote(model, candidate).jsonPath().getString("request.request_id");
    ok(setAlias(model, "champion", better));
    assertError(approve(request, "bob"), 422, "PROMOTION_REFUSED", "does not hold");
    assertThat(champion(model)).isEqualTo(better);
  }

  @Test
  void aRequestSaysWhereTheAliasMustBe() {
    String model = newModel();
    String one = versionWith(model, "f1", 1);
    String two = versionWith(model, "f1", 1);
    assertError(
        promote(model, one, Map.of("if_current_version", two)),
        409,
        "RESOURCE_CONFLICT",
        "does not exist");
    ok(promote(model, one, Map.of("if_current_version", "none")));
    assertError(
        promote(model, two, Map.of("if_current_version", "none")),
        409,
        "RESOURCE_CONFLICT",
        "points at version 1, and not absent");
    ok(promote(model, two, Map.of("if_current_version", one)));
    assertThat(history(model)).hasSize(2);
  }

  @Test
  void theVersionIsFoundByWhereItComesFrom() {
    String model = newModel();
    String run = GateFixture.runWith("f1", 1);
    GateFixture.version(model, run);
    String newest = GateFixture.version(model, run);
    JsonPath answer = ok(post(PROMOTIONS, Map.of("model_name", model, "source", "run:" + run)));
    assertThat(answer.getString("promotion.to_version")).isEqualTo(newest);
    ok(setAlias(model, "challenger", "1"));
    ok(post(PROMOTIONS, Map.of("model_name", model, "source", "@challenger")));
    assertThat(champion(model)).isEqualTo("1");
    ok(post(PROMOTIONS, Map.of("model_name", model, "source", "version:2")));
    assertError(
        post(PROMOTIONS, Map.of("model_name", model, "source", "run:none")),
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "has no version from run none");
    assertError(
        post(PROMOTIONS, Map.of("model_name", model, "source", "best")),
        400,
        "INVALID_PARAMETER_VALUE",
        "'best'");
  }

  @Test
  void aDryRunAsksTheGatesAndLeavesNothing() {
    String model = newModel();
    String version = versionWith(model, "f1", 0.5);
    ok(setPolicy(model, "gates: [{type: metric, expression: 'candidate.metrics.f1 > 0.9'}]"));
    JsonPath answer = ok(promote(model, version, Map.of("dry_run", true)));
    assertThat(answer.getString("request.state")).isEqualTo("dry_run");
    assertThat(answer.getString("request.gates[0].status")).isEqualTo("fail");
    assertThat(history(model)).isEmpty();
    assertThat(open(model)).isEmpty();
  }

  @Test
  void aRequestThatIsSentAgainWithItsKeyIsAnsweredAsTheFirst() {
    String model = newModel();
    String one = versionWith(model, "f1", 1);
    String two = versionWith(model, "f1", 1);
    Map<String, Object> key = Map.of("idempotency_key", UUID.randomUUID().toString());
    String first = ok(promote(model, one, key)).getString("promotion.promotion_id");
    ok(promote(model, two));
    assertThat(ok(promote(model, one, key)).getString("promotion.promotion_id")).isEqualTo(first);
    assertThat(champion(model)).isEqualTo(two);
    assertError(promote(model, two, key), 409, "RESOURCE_CONFLICT", "another promotion");
    assertThat(history(model)).hasSize(2);
  }

  @Test
  void aRollbackGoesBackStepByStep() {
    String model = newModel();
    for (int i = 0; i < 3; i++) {
      ok(promote(model, versionWith(model, "f1", 1)));
    }
    ok(setPolicy(model, "gates: [{type: metric, expression: 'false'}]"));
    assertThat(ok(rollback(model)).getString("promotion.kind")).isEqualTo("rollback");
    assertThat(champion(model)).isEqualTo("2");
    ok(rollback(model));
    assertThat(champion(model)).isEqualTo("1");
    assertError(rollback(model), 409, "RESOURCE_CONFLICT", "nothing to roll back to");
    ok(setPolicy(model, "{gate_rollbacks: true, gates: [{type: metric, expression: 'false'}]}"));
    assertError(
        post(PROMOTIONS + "/rollback", Map.of("model_name", model, "version", "2")),
        422,
        "PROMOTION_REFUSED",
        "failed");
    assertThat(history(model))
        .extracting(row -> row.get("kind") + " " + row.get("to_version") + " " + row.get("outcome"))
        .containsExactly(
            "rollback 2 gates_failed",
            "rollback 1 done",
            "rollback 2 done",
            "promotion 3 done",
            "promotion 2 done",
            "promotion 1 done");
  }

  @Test
  void whatADeadServerLeftIsEndedAndTheAliasStays() throws SQLException {
    String model = newModel();
    ok(promote(model, versionWith(model, "f1", 1)));
    ok(setPolicy(model, "gates: [{type: approval}]"));
    String request =
        promote(model, versionWith(model, "f1", 1)).jsonPath().getString("request.request_id");
    // As a server that was killed while it asked the gates leaves it.
    Sql.execute(
        database, "UPDATE promotion_evaluations SET busy_until = 1 WHERE request_id = " + request);

    Await.until("the request ended", () -> open(model).isEmpty());

    assertThat(history(model).get(0))
        .containsEntry("outcome", "aborted")
        .containsEntry("request_id", request);
    assertThat(champion(model)).isEqualTo("1");
  }

  @Test
  void whatNobodyAnswersExpires() {
    String model = newModel();
    ok(setPolicy(model, "{expires_after: 3s, gates: [{type: approval}]}"));
    assertThat(promote(model, versionWith(model, "f1", 1)).statusCode()).isEqualTo(202);
    Await.until("the request ended", () -> open(model).isEmpty());
    assertThat(history(model).get(0)).containsEntry("outcome", "expired");
  }

  @Test
  void aliasesAreOneRegisterUnderManyPromoters() throws Exception {
    String model = newModel();
    int promoters = 32;
    int rounds = 3;
    for (int i = 0; i <= promoters * rounds; i++) {
      versionWith(model, "f1", 0.5 + i / 1000.0);
    }
    long start = System.nanoTime();
    ok(promote(model, "1"));
    Queue<RegisterHistory.Call> calls = new ConcurrentLinkedQueue<>();
    calls.add(new RegisterHistory.Call(true, "1", start, System.nanoTime()));
    ok(setPolicy(model, "gates: [{type: metric, expression: 'candidate.metrics.f1 > 0'}]"));
    ExecutorService threads = Executors.newFixedThreadPool(promoters);
    List<Callable<Void>> work = new ArrayList<>();
    for (int i = 0; i < promoters; i++) {
      int first = 2 + i * rounds;
      work.add(
          () -> {
            for (int version = first; version < first + rounds; version++) {
              promoteThenRead(model, Integer.toString(version), calls);
            }
            return null;
          });
    }
    for (Future<Void> done : threads.invokeAll(work)) {
      done.get();
    }
    threads.shutdown();

    List<Map<String, Object>> moves =
        history(model).stream().filter(row -> row.get("outcome").equals("done")).toList();
    for (int i = 0; i + 1 < moves.size(); i++) {
      assertThat(moves.get(i).get("from_version")).isEqualTo(moves.get(i + 1).get("to_version"));
    }
    List<String> order = new ArrayList<>();
    moves.forEach(move -> order.add(0, (String) move.get("to_version")));
    assertThat(new RegisterHistory(calls, order).fault()).isEmpty();
    // Somebody always wins; how many do is a matter of who meets whom.
    assertThat(order).as("promotions that won").hasSizeGreaterThan(1);
    assertThat(champion(model)).isEqualTo(order.get(order.size() - 1));
    assertThat(open(model)).isEmpty();
  }

  /** The promotion may lose against others; what is read afterwards then is theirs. */
  private static void promoteThenRead(
      String model, String version, Queue<RegisterHistory.Call> calls) {
    long start = System.nanoTime();
    int status = promote(model, version).statusCode();
    assertThat(status).isIn(200, 409);
    if (status == 200) {
      calls.add(new RegisterHistory.Call(true, version, start, System.nanoTime()));
    }
    start = System.nanoTime();
    String seen = champion(model);
    calls.add(new RegisterHistory.Call(false, seen, start, System.nanoTime()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"promotion_policies", "promotion_requests", "promotion_reports"})
  void whatWasWrittenCannotBeChanged(String table) {
    String model = newModel();
    ok(setPolicy(model, TWO_APPROVALS));
    approve(
        promote(model, versionWith(model, "f1", 1)).jsonPath().getString("request.request_id"),
        "bob");
    for (String change :
        List.of("DELETE FROM " + table, "UPDATE " + table + " SET created_at = 0")) {
      assertThatThrownBy(() -> Sql.execute(database, change)).hasMessageContaining("append-only");
    }
  }

  private static Response rollback(String model) {
    return post(PROMOTIONS + "/rollback", Map.of("model_name", model, "reason", "worse"));
  }

  private static Response check(String request, String name, boolean passed) {
    return post(
        PROMOTIONS + "/requests/" + request + "/checks/" + name,
        Map.of("passed", passed, "url", "https://ci.example/1"));
  }

  private static List<String> open(String model) {
    List<String> open =
        ok(given().queryParam("model_name", model).get(PROMOTIONS + "/requests"))
            .getList("requests.request_id");
    return open == null ? List.of() : open;
  }
}
