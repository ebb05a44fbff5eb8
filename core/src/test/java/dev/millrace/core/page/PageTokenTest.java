package dev.millrace.core.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTokenTest {

  @Test
  void aTokenIsReadBackWithItsTypes() {
    PageToken token =
        new PageToken(
            List.of(
                Long.MIN_VALUE,
                7L,
                0.1 + 0.2,
                Double.POSITIVE_INFINITY,
                Double.NaN,
                -0.0,
                "",
                "s",
                "d",
                "12",
                "ünï\"code, 😀"));
    assertThat(PageToken.decode(token.encode("scope"), "scope")).isEqualTo(token);
  }

  @Test
  void aTokenGoesIntoAQueryAsItIs() {
    assertThat(new PageToken(List.of("???>>>~~~", 1.5)).encode("scope")).matches("[\\w\\-]+");
  }

  @Test
  void aTokenIsGoodForItsScopeOnly() {
    String token = new PageToken(List.of(1L)).encode("runs by name");
    assertRefused(token, "runs by start_time");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "5",
        "{}",
        "[]",
        "[\"x\"]",
        "[1",
        "[2000000000000]",
        "no json",
        "[{}]",
      })
  void whatIsNoTokenIsRefused(String content) {
    assertRefused(base64(content), "scope");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%%%", "a b", "é"})
  void whatIsNoBase64IsRefused(String token) {
    assertRefused(token, "scope");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"x\",\"d\"", "null,\"d\"", "1e999999999", "1.5", "99999999999999999999"})
  void aForgedKeyIsRefusedOrKeptHarmless(String keys) {
    String genuine = new PageToken(List.of()).encode("scope");
    String content = new String(Base64.getUrlDecoder().decode(genuine), StandardCharsets.UTF_8);
    String forged = content.replace("]", "," + keys + "]");
    try {
      assertThat(PageToken.decode(base64(forged), "scope").keys())
          .allMatch(k -> k instanceof Long || k instanceof Double || k instanceof String);
    } catch (MlflowException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE);
    }
  }

  private static void assertRefused(String token, String scope) {
    assertThatThrownBy(() -> PageToken.decode(token, scope))
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
        .hasMessageStartingWith("Invalid page token");
  }

  private static String base64(String content) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(content.getBytes(StandardCharsets.UTF_8));
  }
}
