package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores with a model that answers x + 1, and refuses an x that is no number. */
class ScoreCommandTest extends CommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COLUMNS =
      "{\"ready\":true,\"columns\":[{\"name\":\"x\",\"type\":\"double\",\"required\":true},"
          + "{\"name\":\"note\",\"type\":\"string\",\"required\":false}]}";

  @TempDir Path folder;

  private final List<String> asked = new ArrayList<>();
  private String version = "3";
  private String input = COLUMNS;
  private boolean named;

  /** How many requests are answered before the server fails; negative for all. */
  private int answersLeft = -1;

  @BeforeEach
  void serve() {
    server.createContext(
        "/api/2.0/mlflow/registered-models/alias",
        exchange ->
            answer(
                exchange,
                200,
                ("{\"model_version\":{\"name\":\"m\",\"version\":\"%s\",\"creation_timestamp\":1,"
                        + "\"last_updated_timestamp\":1,\"current_stage\":\"None\",\"source\":\"s\","
                        + "\"status\":\"READY\"}}")
                    .formatted(version)));
    server.createContext("/api/millrace/v1/models/m/versions/", this::model);
  }

  private void model(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (exchange.getRequestURI().getPath().endsWith("/input")) {
      answer(exchange, 200, input);
      return;
    }
    asked.add(body);
    if (answersLeft == 0) {
      answer(exchange, 500, "{\"error_code\":\"INTERNAL_ERROR\",\"message\":\"gone\"}");
      return;
    }
    answersLeft--;
    List<String> xs =
        exchange.getRequestHeaders().getFirst("Content-Type").startsWith("text/csv")
            ? ofCsv(body)
            : ofJson(body);
    ArrayNode sums = JSON.createArrayNode();
    for (String x : xs) {
      try {
        sums.add(Double.parseDouble(x) + 1);
      } catch (NumberFormatException e) {
        answer(
            exchange,
            400,
            "{\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"Column 'x' is no number.\"}");
        return;
      }
    }
    JsonNode predictions = named ? JSON.createObjectNode().set("sum", sums) : sums;
    answer(exchange, 200, JSON.createObjectNode().set("predictions", predictions).toString());
  }

  private static List<String> ofCsv(String body) {
    return CsvReader.builder().ofCsvRecord(body).stream()
        .skip(1)
        .map(record -> record.getField(0))
        .toList();
  }

  private static List<String> ofJson(String body) throws IOException {
    List<String> xs = new ArrayList<>();
    JsonNode request = JSON.readTree(body);
    request.path("dataframe_records").forEach(row -> xs.add(row.path("x").asText()));
    request.path("inputs").forEach(row -> xs.add(row.path(0).asText()));
    return xs;
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private int score(String input, String output, String... more) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all =
        new ArrayList<>(
            List.of(
                "score",
                "--model=models:/m@champion",
                "--input=" + file(input),
                "--output=" + file(output),
                "--server=" + url(""),
                "--retry-for=0",
                "--no-run"));
    all.addAll(List.of(more));
    return millrace(all.toArray(String[]::new));
  }

  @Test
  void rowsOfCsvKeepTheirColumnsAndGetAPrediction() throws IOException {
    Files.writeString(
        file("in.csv"),
        "\ufeffid,x,note\r\n1,5,\"a, \"\"b\"\"\nc\"\r\n\r\n2,-1.5,\n",
        StandardCharsets.UTF_8);
    assertThat(score("in.csv", "out.csv")).as(err.toString()).isEqualTo(ExitCode.DONE);
    assertThat(file("out.csv"))
        .hasContent("id,x,note,prediction\n1,5,\"a, \"\"b\"\"\nc\",6.0\n2,-1.5,,-0.5\n");
    assertThat(asked).containsExactly("x,note\n5,\"a, \"\"b\"\"\nc\"\n-1.5,\n");
    assertThat(out.toString()).contains("Scored 2 rows with version 3 of 'm'");
    assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains(".part"));
    assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains("rejects"));
  }

  @Test
  void rowsOfJsonLinesStayAsTheyAreWritten() throws IOException {
    Files.writeString(
        file("in.jsonl"), "{\"x\":1.10,\"more\":{\"a\":[1e400]}}\n\n{\"x\":-3,\"note\":\"ä\"}");
    assertThat(score("in.jsonl", "out.jsonl")).as(err.toString()).isEqualTo(ExitCode.DONE);
    assertThat(Files.readString(file("out.jsonl")))
        .isEqualTo(
            "{\"x\":1.10,\"more\":{\"a\":[1E+400]},\"prediction\":2.1}\n"
                + "{\"x\":-3,\"note\":\"ä\",\"prediction\":-2.0}\n");
    assertThat(asked)
        .containsExactly("{\"dataframe_records\":[{\"x\":1.10},{\"x\":-3,\"note\":\"ä\"}]}");
    assertThat(score("in.jsonl", "few.jsonl", "--columns=note", "--prediction-column=sum"))
        .isEqualTo(ExitCode.DONE);
    assertThat(file("few.jsonl")).hasContent("{\"sum\":2.1}\n{\"note\":\"ä\",\"sum\":-2.0}\n");
  }

  @Test
  void everyOutputIsAColumnOfItsOwn() throws IOException {
    named = true;
    Files.writeString(file("in.csv"), "id,x\n1,5\n");
    assertThat(score("in.csv", "out.csv", "--columns=id")).isEqualTo(ExitCode.DONE);
    assertThat(file("out.csv")).hasContent("id,prediction.sum\n1,6.0\n");
  }

  @Test
  void aTensorIsMadeOfTheFeatures() throws IOException {
    input = "{\"ready\":true,\"tensors\":[{\"name\":\"\",\"type\":\"float64\",\"shape\":[-1,2]}]}";
    Files.writeString(file("in.csv"), "id,y,x\nq,7,5\n");
    assertThat(score("in.csv", "out.csv", "--features=x,y")).isEqualTo(ExitCode.DONE);
    assertThat(asked).containsExactly("{\"inputs\":[[5,7]]}");
    assertThat(score("in.csv", "all.csv")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("line 2", "'id'");
  }

  @Test
  void whatWasEndedGoesOnBehindTheLastWholeChunk() throws IOException {
    Files.writeString(file("in.csv"), rows(10));
    answersLeft = 2;
    assertThat(score("in.csv", "out.csv", "--chunk-rows=3")).isEqualTo(ExitCode.FAILED);
    assertThat(file("out.csv")).doesNotExist();
    assertThat(file("out.csv.part")).hasContent("x,prediction\n" + scored(0, 6));
    // What a process wrote of a chunk before it was killed.
    Files.writeString(file("out.csv.part"), "6,7.0\n7,", StandardOpenOption.APPEND);
    asked.clear();
    answersLeft = -1;
    assertThat(score("in.csv", "out.csv", "--chunk-rows=3")).as(err.toString()).isEqualTo(0);
    assertThat(file("out.csv")).hasContent("x,prediction\n" + scored(0, 10));
    assertThat(asked).containsExactly("x\n6\n7\n8\n", "x\n9\n");
    assertThat(out.toString()).contains("Scored 10 rows");
  }

  @Test
  void whatWasBegunWithSomethingElseIsRefused() throws IOException {
    Files.writeString(file("in.csv"), rows(10));
    answersLeft = 2;
    score("in.csv", "out.csv", "--chunk-rows=3");
    answersLeft = -1;
    version = "4";
    assertThat(score("in.csv", "out.csv")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("begun with version 3", "--restart");
    version = "3";
    assertThat(score("in.csv", "out.csv", "--columns=x")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("other options");
    Files.writeString(file("in.csv"), rows(10).replace("4\n", "5\n"));
    assertThat(score("in.csv", "out.csv")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("another content");
    Files.writeString(file("in.csv"), rows(2));
    assertThat(score("in.csv", "out.csv")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("another content");
    assertThat(score("in.csv", "out.csv", "--restart")).isEqualTo(ExitCode.DONE);
    assertThat(file("out.csv")).hasContent("x,prediction\n" + scored(0, 2));
    assertThat(score("in.csv", "out.csv")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("is there already");
  }

  @Test
  void aBrokenRowEndsTheRunWithItsLine() throws IOException {
    Files.writeString(file("in.csv"), "x,note\n1,\"a\nb\"\nnone,\n3,\n");
    assertThat(score("in.csv", "out.csv")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("in.csv, line 4: Column 'x' is no number.");
    Files.writeString(file("in.csv"), "x,note\n1,2,3\n");
    assertThat(score("in.csv", "out.csv")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("line 2: It has 3 fields where the header has 2.");
    Files.writeString(file("in.csv"), "note\n1\n");
    assertThat(score("in.csv", "out.csv")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("no column 'x'");
  }

  @Test
  void brokenRowsAreLeftOutWhereThatIsWanted() throws IOException {
    Files.writeString(file("in.csv"), "x,note\n1,\nnone,\n3\n4,\n5,\"open\n");
    assertThat(score("in.csv", "out.csv", "--on-error=skip")).as(err.toString()).isEqualTo(0);
    assertThat(file("out.csv")).hasContent("x,note,prediction\n1,,2.0\n4,,5.0\n");
    assertThat(Files.readAllLines(file("out.csv.rejects.jsonl")))
        .containsExactlyInAnyOrder(
            "{\"line\":3,\"reason\":\"Column 'x' is no number.\",\"record\":\"none,\"}",
            "{\"line\":4,\"reason\":\"It has 1 fields where the header has 2.\",\"record\":\"3\"}",
            "{\"line\":6,\"reason\":\"A quote is not closed.\",\"record\":\"5,\\\"open\\n\"}");
    assertThat(out.toString()).contains("Scored 2 rows", "3 were rejected");
    Files.delete(file("out.csv"));
    assertThat(score("in.csv", "out.csv", "--on-error=skip")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("rejects.jsonl is there already");
    Files.writeString(file("in.jsonl"), "{\"x\":1}\n[1]\n{\"x\":\n{\"x\":\"q\"}\n");
    assertThat(score("in.jsonl", "out.jsonl", "--on-error=skip")).isEqualTo(ExitCode.DONE);
    assertThat(file("out.jsonl")).hasContent("{\"x\":1,\"prediction\":2.0}\n");
    assertThat(Files.readString(file("out.jsonl.rejects.jsonl")))
        .contains("no JSON object", "not valid JSON", "is no number");
  }

  @Test
  void aFileWithoutRowsHasItsHeader() throws IOException {
    Files.writeString(file("in.csv"), "x,note\n");
    assertThat(score("in.csv", "out.csv")).as(err.toString()).isEqualTo(ExitCode.DONE);
    assertThat(file("out.csv")).hasContent("x,note,prediction\n");
    Files.writeString(file("empty.csv"), "");
    assertThat(score("empty.csv", "none.csv")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("has no header");
  }

  @Test
  void wrongUsageIsSaidSo() throws IOException {
    Files.writeString(file("in.csv"), "x,prediction\n1,2\n");
    assertThat(score("in.csv", "out.jsonl")).isEqualTo(ExitCode.USAGE);
    assertThat(score("none.csv", "out.csv")).isEqualTo(ExitCode.USAGE);
    assertThat(score("in.csv", "out.csv", "--chunk-rows=0")).isEqualTo(ExitCode.USAGE);
    assertThat(score("in.csv", "out.csv", "--columns=z")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("no column 'z'");
    assertThat(score("in.csv", "out.csv", "--columns=x,x")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("'x' is named twice");
    assertThat(asked).isEmpty();
    assertThat(score("in.csv", "out.csv")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("a column 'prediction' already");
  }

  private static String rows(int count) {
    StringBuilder text = new StringBuilder("x\n");
    for (int i = 0; i < count; i++) {
      text.append(i).append('\n');
    }
    return text.toString();
  }

  private static String scored(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i).append(',').append(i + 1.0).append('\n');
    }
    return text.toString();
  }
}
