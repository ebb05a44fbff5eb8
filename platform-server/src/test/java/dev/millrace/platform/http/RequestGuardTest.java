package dev.millrace.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestGuardTest {

  private final RequestGuard guard =
      new RequestGuard(
          "ml.internal",
          Optional.of(List.of("Models.example.com", "proxy.example.com:8443")),
          Optional.of(List.of("https://ci.example.com")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:5000",
        "127.0.0.1:5000",
        "192.168.1.7",
        "[::1]:5000",
        "ml.internal:5000",
        "models.example.com",
        "models.example.com:443",
        "proxy.example.com:8443"
      })
  void answersToItsOwnNames(String authority) {
    assertThat(guard.isOurs(authority)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example.com",
        "127.0.0.1.evil.example.com",
        "192.168.1.7.nip.io",
        "localhost.evil.example.com",
        "evil@localhost",
        "localhost:5000:5000",
        "256.1.1.1",
        "1.2.3",
        "proxy.example.com",
        ""
      })
  void refusesOtherNames(String authority) {
    assertThat(guard.isOurs(authority)).isFalse();
  }

  @Test
  void refusesARequestWithoutAHost() {
    assertThat(guard.isOurs(null)).isFalse();
  }

  @Test
  void letsItsOwnPagesAndScriptsChangeThings() {
    assertThat(guard.isSameOrigin(null, "localhost:5000")).isTrue();
    assertThat(guard.isSameOrigin("http://localhost:5000", "localhost:5000")).isTrue();
    assertThat(guard.isSameOrigin("https://Models.example.com", "models.example.com")).isTrue();
    assertThat(guard.isSameOrigin("https://ci.example.com", "localhost:5000")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "http://localhost:8888",
        "http://evil.example.com",
        "http://localhost:5000.evil.example.com"
      })
  void letsNoOtherPageChangeThings(String origin) {
    assertThat(guard.isSameOrigin(origin, "localhost:5000")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api//2.0/mlflow/runs/get",
        "/api/./2.0",
        "/api/x/../2.0",
        "/api/..",
        "/api/%2e%2e/2.0",
        "/api/a%2Fb",
        "/api/a%5cb",
        "/api/a;x=1",
        "/api\\2.0",
        "/api/2.0/mlflow-artifacts/artifacts/../../mlflow"
      })
  void refusesPathsThatAreNotPlain(String path) {
    assertThat(RequestGuard.isPlain(path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api/2.0/mlflow/runs/get",
        "/assets/index-1a2b.js",
        "/.well-known/x",
        "/api/2.0/mlflow-artifacts/artifacts/0/a%3Bb;c%2Ed",
        "/serving/caf%C3%A9/invocations"
      })
  void letsPlainPathsThrough(String path) {
    assertThat(RequestGuard.isPlain(path)).isTrue();
  }
}
