package dev.millrace.tracking.view;

import static dev.millrace.tracking.TrackingApi.assertError;
import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.assertNotFound;
import static dev.millrace.tracking.TrackingApi.ok;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class SavedViewResourceTest {

  private static final String VIEWS = "/api/millrace/v1/views";

  private final String ada = "ada-" + UUID.randomUUID();
  private final String bob = "bob-" + UUID.randomUUID();

  private static RequestSpecification as(String name) {
    return given().auth().preemptive().basic(name, "").contentType(ContentType.JSON);
  }

  private static Map<String, Object> view(String name, boolean shared, String search) {
    return Map.of("name", name, "shared", shared, "experiment_id", "7", "search", search);
  }

  private static String save(String owner, Map<String, Object> view) {
    return ok(as(owner).body(view).post(VIEWS)).getString("view.view_id");
  }

  private static List<String> names(String owner) {
    List<String> names = ok(as(owner).get(VIEWS)).getList("views.name");
    return names == null ? List.of() : names;
  }

  @Test
  void everybodySeesSharedViewsAndOnlyTheOwnerThePersonalOnes() {
    String personal = "mine " + ada;
    String shared = "ours " + ada;
    save(ada, view(personal, false, "filter=a"));
    save(ada, view(shared, true, "sort=b"));
    assertThat(names(ada)).contains(personal, shared);
    assertThat(names(bob)).contains(shared).doesNotContain(personal);
    List<String> nobodys = ok(given().get(VIEWS)).getList("views.name");
    assertThat(nobodys).contains(shared).doesNotContain(personal);
  }

  @Test
  void onlyTheOwnerChangesAView() {
    String shared = save(ada, view("s" + ada, true, "a"));
    String personal = save(ada, view("p" + ada, false, "a"));
    assertError(
        as(bob).body(view("x", true, "b")).put(VIEWS + "/" + shared),
        403,
        "PERMISSION_DENIED",
        ada);
    assertNotFound(as(bob).delete(VIEWS + "/" + personal), "not found");
    assertThat(
            ok(as(ada).body(view("renamed" + ada, false, "b")).put(VIEWS + "/" + shared))
                .getString("view.search"))
        .isEqualTo("b");
    assertThat(names(bob)).doesNotContain("renamed" + ada);
    ok(as(ada).delete(VIEWS + "/" + shared));
    assertNotFound(as(ada).delete(VIEWS + "/" + shared), "not found");
  }

  @Test
  void aNameIsGivenOnceByAnOwner() {
    save(ada, view("same", false, "a"));
    save(bob, view("same", false, "a"));
    assertError(
        as(ada).body(view("same", true, "c")).post(VIEWS), 400, "RESOURCE_ALREADY_EXISTS", "same");
    String other = save(ada, view("other", false, "a"));
    assertError(
        as(ada).body(view("same", true, "c")).put(VIEWS + "/" + other),
        400,
        "RESOURCE_ALREADY_EXISTS",
        "same");
    assertInvalid(as(ada).body(view(" ", true, "c")).post(VIEWS), "name");
    assertInvalid(as(ada).body(Map.of("name", "n", "experiment_id", "1")).post(VIEWS), "search");
  }

  @Test
  void ofTwoViewsThatAreGivenOneNameAtOnceOneGetsIt() throws Exception {
    String one = save(ada, view("one", false, "a"));
    String other = save(ada, view("other", false, "a"));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 20; round++) {
        Map<String, Object> renamed = view("same " + round, false, "a");
        List<Callable<Response>> renames =
            Stream.of(one, other)
                .<Callable<Response>>map(id -> () -> as(ada).body(renamed).put(VIEWS + "/" + id))
                .toList();
        List<Integer> codes = new ArrayList<>();
        for (Future<Response> answer : threads.invokeAll(renames)) {
          codes.add(answer.get().statusCode());
        }
        assertThat(codes).containsExactlyInAnyOrder(200, 400);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
