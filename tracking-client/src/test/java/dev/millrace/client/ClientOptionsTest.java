package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientOptionsTest {

  @Test
  void millraceUrlComesBeforeTrackingUriComesBeforeDefault() {
    assertThat(
            ClientOptions.fromEnvironment(
                    Map.of("MILLRACE_URL", "http://a:1/", "MLFLOW_TRACKING_URI", "http://b:2"))
                .server())
        .hasToString("http://a:1");
    assertThat(ClientOptions.fromEnvironment(Map.of("MLFLOW_TRACKING_URI", "http://b:2")).server())
        .hasToString("http://b:2");
    assertThat(ClientOptions.fromEnvironment(Map.of()).server())
        .hasToString(ClientOptions.DEFAULT_SERVER);
  }

  @Test
  void tokenComesBeforePassword() {
    Map<String, String> basic =
        Map.of("MLFLOW_TRACKING_USERNAME", "u", "MLFLOW_TRACKING_PASSWORD", "p");
    assertThat(ClientOptions.fromEnvironment(basic).authorization()).isEqualTo("Basic dTpw");
    assertThat(ClientOptions.fromEnvironment(Map.of("MLFLOW_TRACKING_TOKEN", "t")).authorization())
        .isEqualTo("Bearer t");
  }

  @Test
  void credentialsStayOutOfLogs() {
    assertThat(ClientOptions.of("http://a").withToken("secret").toString())
        .doesNotContain("secret");
  }

  @Test
  void onlyHttpNamesAServer() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClientOptions.of("sqlite:///mlflow.db"))
        .withMessageContaining("sqlite:///mlflow.db");
  }
}
