package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatesCommandTest extends CommandTest {

  private static final String PROMOTIONS = "/api/millrace/v1/promotions";

  private int gates(String... more) {
    List<String> all = new ArrayList<>(List.of("models", "gates", "m", "--from", "version:2"));
    all.addAll(List.of(more));
    all.add("--server=" + url(""));
    all.add("--retry-for=0");
    return millrace(all.toArray(String[]::new));
  }

  private static String answer(String gateStatus) {
    return """
        {"request":{"request_id":"7","model_name":"m","alias":"champion","kind":"promotion",
          "state":"dry_run","from_version":"1","to_version":"2","user":"ada","created_at":1,
          "gates":[{"name":"f1","type":"metric","status":"%s","message":"0.91 it is"}]}}"""
        .formatted(gateStatus);
  }

  @ParameterizedTest
  @CsvSource({"pass, 0", "fail, 3", "error, 3", "pending, 6"})
  void theExitCodeSaysWhatTheGatesSay(String gate, int code) {
    answer(PROMOTIONS, 200, answer(gate));
    assertThat(gates()).isEqualTo(code);
    assertThat(out.toString()).contains("f1", gate, "0.91 it is");
  }

  @Test
  void anAliasThatIsThereIsNothingToDo() {
    answer(PROMOTIONS, 200, THERE_ALREADY);
    assertThat(gates()).isEqualTo(ExitCode.NOTHING_TO_DO);
  }

  @Test
  void nothingButTheGatesIsAskedFor() {
    List<String> asked = new ArrayList<>();
    server.createContext(
        PROMOTIONS,
        exchange -> {
          asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] body = answer("pass").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    assertThat(gates("--to", "@blue", "--gate", "candidate.metrics.f1 > 0.5", "-o", "junit"))
        .isEqualTo(ExitCode.DONE);
    assertThat(asked)
        .singleElement()
        .asString()
        .contains(
            "\"dry_run\":true",
            "\"alias\":\"blue\"",
            "\"source\":\"version:2\"",
            "\"expression\":\"candidate.metrics.f1 > 0.5\"");
    assertThat(out.toString()).startsWith("<?xml");
  }
}
