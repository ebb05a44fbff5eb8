package dev.millrace.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactPathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../x",
        "a/../b",
        "a/..",
        "%2e%2e/x",
        "%252e%252e/x",
        "%25252e%25252e%25252fx",
        ".",
        "./a",
        "a/./b",
        "a/%2e/b",
        "/etc/passwd",
        "%2Fetc/passwd",
        "a//b",
        "a%2f%2fb",
        "a/",
        "a\\b",
        "a%5Cb",
        "a%255cb",
        "C:/x",
        "C:\\x",
        "c:x",
        "file:/etc/x",
        "FILE:x",
        "a\u0000b",
        "a%00b",
        "a%2500b",
        "a%0ab",
        "a\u007fb",
        "a#b",
        "a%23b",
        "a%0Db",
        "a%c2%85b",
        ""
      })
  void refusesWhatIsNotAPlainPathBelowTheRoot(String path) {
    assertThatThrownBy(() -> ArtifactPath.of(path))
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
        .hasMessage("Invalid path");
  }

  @ParameterizedTest
  @CsvSource({
    "a/b.txt,a/b.txt",
    "a%20b,a b",
    "a%2520b,a b",
    "%C3%A9.txt,é.txt",
    "100%.png,100%.png",
    "a%zz,a%zz",
    "a%17b,a%17b",
    "a%2517b,a%17b",
    "a%7fb,a%7fb",
    "a%ffb,a\uFFFDb",
    "loss%step%0%timestamp%1795518790947%xb7.png,loss%step%0%timestamp%1795518790947%xb7.png",
    "a;x=1,a;x=1",
    "..a/b..,..a/b..",
    "ab:c,ab:c"
  })
  void takesEveryOtherName(String requested, String path) {
    assertThat(ArtifactPath.of(requested).value()).isEqualTo(path);
  }

  @Test
  void refusesAPathThatNoIndexTakes() {
    assertThat(ArtifactPath.of("x".repeat(ArtifactPath.MAX_BYTES)).value()).hasSize(2_000);
    assertThatThrownBy(() -> ArtifactPath.of("é".repeat(1_001))).hasMessage("Invalid path");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://bucket/x",
        "file:///etc",
        "mlflow-artifacts://other-host/0/x",
        "mlflow-artifacts:/../x",
        "mlflow-artifacts:/",
        "/0/x",
        ""
      })
  void refusesRootsThatAreNotOfThisServer(String uri) {
    assertThatThrownBy(() -> ArtifactPath.ofUri(uri))
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
  }

  @Test
  void resolvesFilesBelowTheRootOfARun() {
    ArtifactPath root = ArtifactPath.ofUri("mlflow-artifacts:/0/run/artifacts");

    assertThat(root.resolve(ArtifactPath.of("a/b.txt")).value())
        .isEqualTo("0/run/artifacts/a/b.txt");
    assertThat(root.resolve(ArtifactPath.ROOT)).isEqualTo(root);
    assertThat(root.relativize("0/run/artifacts/a/b.txt")).isEqualTo("a/b.txt");
    assertThat(root.parents()).containsExactly("0", "0/run");
  }
}
