package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;

/** What CI is told of a promotion. */
class PromoteCommandTest extends CommandTest {

  private static final String PROMOTIONS = "/api/millrace/v1/promotions";

  @TempDir Path folder;

  private int promote(String... more) {
    List<String> all = new ArrayList<>(List.of("models", "promote", "m", "--from", "version:2"));
    all.addAll(List.of(more));
    all.add("--server=" + url(""));
    all.add("--retry-for=0");
    return millrace(all.toArray(String[]::new));
  }

  private static String request(String state, String gateStatus) {
    return """
        {"request":{"request_id":"7","model_name":"m","alias":"champion","kind":"promotion",
          "state":"%s","from_version":"1","to_version":"2","user":"ada","created_at":1,
          "gates":[{"name":"f1 <good> | \\"quoted\\"","type":"metric","status":"%s",
            "message":"0.91 is less","evidence":{"candidate.metrics.f1":0.91}}]}%s}"""
        .formatted(
            state,
            gateStatus,
            state.equals("gates_failed")
                ? ",\"error_code\":\"PROMOTION_REFUSED\",\"message\":\"Gate failed: 50% off\""
                : "");
  }

  @ParameterizedTest
  @CsvSource({
    "200, done, pass, 0",
    "422, gates_failed, fail, 3",
    "422, gates_failed, error, 3",
    "202, pending, pending, 6",
    "200, dry_run, pass, 0",
    "200, dry_run, error, 3",
    "200, dry_run, pending, 6",
  })
  void theExitCodeSaysWhatCameOfIt(int status, String state, String gate, int code) {
    answer(PROMOTIONS, status, request(state, gate));
    assertThat(promote()).isEqualTo(code);
    assertThat(out.toString()).contains("m version 2").contains("0.91 is less");
  }

  @Test
  void anAliasThatIsThereIsNothingToDo() {
    answer(PROMOTIONS, 200, THERE_ALREADY);
    assertThat(promote()).isEqualTo(ExitCode.NOTHING_TO_DO);
    assertThat(out.toString()).contains("nothing to do");
  }

  @Test
  void aConflictIsFive() {
    answer(
        PROMOTIONS,
        409,
        "{\"error_code\":\"RESOURCE_CONFLICT\",\"message\":\"points at version 3\"}");
    assertThat(promote("--if-version", "1")).isEqualTo(ExitCode.CONFLICT);
    assertThat(err.toString()).contains("points at version 3");
  }

  @Test
  void aJunitReportIsXmlWithACaseForEachGate() throws Exception {
    answer(PROMOTIONS, 422, request("gates_failed", "fail"));
    assertThat(promote("-o", "junit")).isEqualTo(ExitCode.GATE_FAILED);
    Path xml = Files.writeString(folder.resolve("report.xml"), out.toString());
    Document report = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile());
    assertThat(report.getDocumentElement().getAttribute("failures")).isEqualTo("1");
    assertThat(report.getElementsByTagName("failure").getLength()).isEqualTo(1);
  }

  @Test
  void gitHubIsToldByItsFiles() throws IOException {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("GITHUB_ACTIONS", "true");
    variables.put("GITHUB_SERVER_URL", "https://github.example");
    variables.put("GITHUB_REPOSITORY", "team/fraud");
    variables.put("GITHUB_RUN_ID", "42");
    variables.put("GITHUB_SHA", "abc");
    variables.put("GITHUB_STEP_SUMMARY", folder.resolve("summary").toString());
    variables.put("GITHUB_OUTPUT", folder.resolve("output").toString());
    CiEnvironment ci = new CiEnvironment(variables);
    assertThat(ci.jobUrl()).isEqualTo("https://github.example/team/fraud/actions/runs/42");
    assertThat(ci.commit()).isEqualTo("abc");
    ci.summarize("### done");
    Map<String, String> outputs = new LinkedHashMap<>();
    outputs.put("outcome", "done");
    outputs.put("from-version", null);
    ci.output(outputs);
    ci.error(new PrintWriter(out, true), "a: b", "50% off\nnow");
    assertThat(folder.resolve("summary")).hasContent("### done\n");
    assertThat(folder.resolve("output")).hasContent("outcome=done\n");
    assertThat(out.toString().strip()).isEqualTo("::error title=a%3A b::50%25 off%0Anow");
  }

  @Test
  void outsideOfCiNothingIsWritten() {
    CiEnvironment ci = new CiEnvironment(Map.of());
    assertThat(ci.jobUrl()).isNull();
    ci.summarize("x");
    ci.error(new PrintWriter(out, true), "t", "m");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void rollbackOnFailNeedsATime() {
    assertThat(promote("--rollback-on-fail")).isEqualTo(ExitCode.USAGE);
    assertThat(promote("--wait-serving", "soon")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("'soon'");
  }
}
