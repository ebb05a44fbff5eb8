package dev.millrace.tracking.runlog;

import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.assertError;
import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.assertNotFound;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.EventClient;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class RunLogResourceTest {

  private static final int MIB = 1 << 20;

  @TestHTTPResource("/")
  URI server;

  private static String path(String runId) {
    return "/api/millrace/v1/runs/" + runId + "/log";
  }

  private static Response append(String runId, byte[] bytes, Map<String, ?> query) {
    return given().contentType("text/plain").queryParams(query).body(bytes).post(path(runId));
  }

  private static JsonPath append(String runId, String text) {
    return ok(append(runId, bytes(text), Map.of()));
  }

  private static Response read(String runId, Map<String, ?> query) {
    return given().queryParams(query).get(path(runId));
  }

  private static String text(String runId) {
    return new String(read(runId, Map.of()).asByteArray(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private EventClient tail(String runId, String query) {
    return EventClient.open(server.resolve(path(runId) + "/tail" + query).toString());
  }

  private static String textOf(List<EventClient.Event> events) {
    return events.stream()
        .filter(event -> event.name().equals("log"))
        .map(event -> JsonPath.from(event.data()).getString("text"))
        .collect(Collectors.joining());
  }

  @Test
  void whatIsAppendedIsReadInOrder() {
    String run = newRun();
    assertThat(read(run, Map.of()).asByteArray()).isEmpty();
    assertThat(append(run, "epoch 1\n").getMap("")).isEqualTo(Map.of("offset", 0, "size", 8));
    assertThat(append(run, "époque 2\n").getMap("")).isEqualTo(Map.of("offset", 8, "size", 18));
    assertThat(append(run, "").getMap("")).isEqualTo(Map.of("offset", 18, "size", 18));
    Response whole = read(run, Map.of());
    assertThat(new String(whole.asByteArray(), StandardCharsets.UTF_8))
        .isEqualTo("epoch 1\népoque 2\n");
    assertThat(whole.contentType()).isEqualToIgnoringCase("text/plain; charset=utf-8");
    assertThat(whole.header("X-Millrace-Log-Size")).isEqualTo("18");
    assertThat(whole.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void aRangeIsReadByOffsetAndLimit() {
    String run = newRun();
    List.of("abc", "d", "efgh", "ij").forEach(piece -> append(run, piece));
    String all = "abcdefghij";
    for (int offset = 0; offset <= all.length() + 1; offset++) {
      for (int limit = 0; limit <= all.length() + 1; limit++) {
        String expected =
            all.substring(Math.min(offset, all.length()), Math.min(offset + limit, all.length()));
        assertThat(read(run, Map.of("offset", offset, "limit", limit)).asString())
            .as(offset + "+" + limit)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void aChunkThatIsSentAgainIsThereOnce() {
    String run = newRun();
    Map<String, Object> first = Map.of("writer", "w-1", "sequence", 1);
    assertThat(ok(append(run, bytes("one\n"), first)).getMap(""))
        .isEqualTo(Map.of("offset", 0, "size", 4));
    append(run, "between\n");
    assertThat(ok(append(run, bytes("one\n"), first)).getMap(""))
        .isEqualTo(Map.of("offset", 0, "size", 12));
    ok(append(run, bytes("one\n"), Map.of("writer", "w-2", "sequence", 1)));
    ok(append(run, bytes("two\n"), Map.of("writer", "w-1", "sequence", 2)));
    assertError(append(run, bytes("eno\n"), first), 409, "RESOURCE_CONFLICT", "'w-1'");
    assertThat(text(run)).isEqualTo("one\nbetween\none\ntwo\n");
  }

  @Test
  void writersOfOneLogLoseAndDoubleNothing() throws Exception {
    String run = newRun();
    int writers = 6;
    int pieces = 20;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    List<Future<Void>> done = new ArrayList<>();
    for (int w = 0; w < writers; w++) {
      String writer = "w" + w;
      Callable<Void> work =
          () -> {
            for (int i = 0; i < pieces; i++) {
              byte[] line = bytes(writer + " " + i + "\n");
              // Twice, as after a lost answer.
              ok(append(run, line, Map.of("writer", writer, "sequence", i)));
              ok(append(run, line, Map.of("writer", writer, "sequence", i)));
            }
            return null;
          };
      done.add(threads.submit(work));
    }
    for (Future<Void> writer : done) {
      writer.get();
    }
    threads.shutdown();
    List<String> lines = text(run).lines().toList();
    assertThat(lines).hasSize(writers * pieces).doesNotHaveDuplicates();
    for (int w = 0; w < writers; w++) {
      String writer = "w" + w + " ";
      assertThat(lines.stream().filter(line -> line.startsWith(writer)))
          .containsExactlyElementsOf(
              java.util.stream.IntStream.range(0, pieces).mapToObj(i -> writer + i).toList());
    }
  }

  @Test
  void bytesComeBackAsTheyWere() {
    String run = newRun();
    byte[] random = new byte[3 * MIB];
    new Random(5).nextBytes(random);
    for (int i = 0; i < 3; i++) {
      ok(append(run, java.util.Arrays.copyOfRange(random, i * MIB, (i + 1) * MIB), Map.of()));
    }
    assertThat(read(run, Map.of()).asByteArray()).isEqualTo(random);
    assertThat(read(run, Map.of("offset", MIB - 7, "limit", 14)).asByteArray())
        .isEqualTo(java.util.Arrays.copyOfRange(random, MIB - 7, MIB + 7));
  }

  @Test
  void whatIsWrongIsRefused() {
    String run = newRun();
    assertInvalid(append(run, new byte[MIB + 1], Map.of()), "at most 1048576 bytes");
    assertInvalid(append(run, bytes("x"), Map.of("writer", "w")), "given together");
    assertInvalid(append(run, bytes("x"), Map.of("sequence", 1)), "given together");
    assertInvalid(append(run, bytes("x"), Map.of("writer", "a b", "sequence", 1)), "writer");
    assertInvalid(append(run, bytes("x"), Map.of("writer", "w", "sequence", -1)), "sequence");
    assertInvalid(append(run, bytes("x"), Map.of("writer", "w", "sequence", "one")), "sequence");
    assertInvalid(read(run, Map.of("offset", -1)), "offset");
    assertInvalid(read(run, Map.of("limit", "all")), "limit");
    assertInvalid(given().get(path(run) + "/tail?offset=-1"), "offset");
    assertThat(text(run)).isEmpty();
    assertNotFound(append("nobody", bytes("x"), Map.of()), "nobody");
    assertNotFound(read("nobody", Map.of()), "nobody");
    assertNotFound(given().get(path("nobody") + "/tail"), "nobody");
    ok(post(RUNS + "delete", Map.of("run_id", run)));
    assertInvalid(append(run, bytes("x"), Map.of()), "'active' state");
  }

  @Test
  void aTailTellsTheLogFromItsBeginningToTheEndOfTheRun() {
    String run = newRun();
    append(run, "before\n");
    try (EventClient tail = tail(run, "")) {
      EventClient.Event first = tail.await("log");
      assertThat(first.id()).isEqualTo("7");
      assertThat(JsonPath.from(first.data()).getMap(""))
          .isEqualTo(Map.of("offset", 0, "text", "before\n"));
      append(run, "while\n");
      tail.await("log", event -> event.data().contains("while"));
      ok(post(RUNS + "update", Map.of("run_id", run, "status", "FAILED")));
      assertThat(JsonPath.from(tail.await("end").data()).getMap(""))
          .isEqualTo(Map.of("size", 13, "status", "FAILED"));
      assertThat(tail.awaitEnd(Duration.ofSeconds(30))).isTrue();
      assertThat(textOf(tail.received())).isEqualTo("before\nwhile\n");
    }
  }

  @Test
  void aTailGoesOnWhereItWas() {
    String run = newRun();
    append(run, "0123456789");
    ok(post(RUNS + "update", Map.of("run_id", run, "status", "FINISHED")));
    try (EventClient tail = tail(run, "?offset=4")) {
      tail.await("end");
      assertThat(textOf(tail.received())).isEqualTo("456789");
    }
    String url = server.resolve(path(run) + "/tail?offset=4").toString();
    try (EventClient back = EventClient.open(url, "8")) {
      back.await("end");
      assertThat(textOf(back.received())).isEqualTo("89");
    }
  }

  @Test
  void aTailOfALongLogIsWholeAndCutsNoCharacter() {
    String run = newRun();
    String line = "é€😀 loss=0.1234\n".repeat(20_000);
    byte[] all = bytes(line);
    for (int from = 0; from < all.length; from += 99_991) {
      byte[] piece = java.util.Arrays.copyOfRange(all, from, Math.min(all.length, from + 99_991));
      ok(append(run, piece, Map.of()));
    }
    ok(post(RUNS + "update", Map.of("run_id", run, "status", "FINISHED")));
    try (EventClient tail = tail(run, "")) {
      tail.await("end");
      assertThat(textOf(tail.received())).isEqualTo(line);
    }
  }
}
