package dev.millrace.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.Time;
import io.minio.credentials.Credentials;
import java.security.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RenewedCredentialsTest {

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private @Nullable Duration validFor = Duration.ofHours(1);
  private boolean away;
  private int asked;

  private final RenewedCredentials credentials =
      new RenewedCredentials("a test", this::give, () -> now);

  private Credentials give() {
    asked++;
    if (away) {
      throw new ProviderException("it is away");
    }
    Time.S3Time end =
        validFor == null ? null : new Time.S3Time(now.plus(validFor).atZone(ZoneOffset.UTC));
    return new Credentials("key" + asked, "secret", "token", end);
  }

  private String keyAfter(Duration time) {
    now = now.plus(time);
    return credentials.fetch().accessKey();
  }

  @Test
  void theyAreKeptUntilAQuarterOfAnHourBeforeTheirEnd() {
    assertThat(keyAfter(Duration.ZERO)).isEqualTo("key1");
    assertThat(keyAfter(Duration.ofMinutes(44))).isEqualTo("key1");
    assertThat(keyAfter(Duration.ofMinutes(1))).isEqualTo("key2");
    assertThat(keyAfter(Duration.ofMinutes(44))).isEqualTo("key2");
  }

  @Test
  void aSourceThatGivesTheSameForAWhileIsNotAskedEachTime() {
    validFor = Duration.ofSeconds(50);
    assertThat(keyAfter(Duration.ZERO)).isEqualTo("key1");
    assertThat(keyAfter(Duration.ofSeconds(29))).isEqualTo("key1");
    assertThat(keyAfter(Duration.ofSeconds(1))).isEqualTo("key2");
  }

  @Test
  void thoseWithoutAnEndAreReadAgainAfterAMinute() {
    validFor = null;
    assertThat(keyAfter(Duration.ZERO)).isEqualTo("key1");
    assertThat(keyAfter(Duration.ofSeconds(59))).isEqualTo("key1");
    assertThat(keyAfter(Duration.ofSeconds(1))).isEqualTo("key2");
  }

  @Test
  void whileTheyAreGoodASourceThatIsAwayHindersNobody() {
    assertThat(keyAfter(Duration.ZERO)).isEqualTo("key1");
    away = true;
    assertThat(keyAfter(Duration.ofMinutes(50))).isEqualTo("key1");
    assertThat(keyAfter(Duration.ofSeconds(29))).isEqualTo("key1");
    assertThat(asked).as("asked again no sooner than after half a minute").isEqualTo(2);
    away = false;
    assertThat(keyAfter(Duration.ofSeconds(1))).isEqualTo("key3");
  }

  @Test
  void afterTheirEndTheSourceIsNamedThatGivesNone() {
    keyAfter(Duration.ZERO);
    away = true;
    assertThatThrownBy(() -> keyAfter(Duration.ofHours(1)))
        .isInstanceOf(ProviderException.class)
        .hasMessage("no credentials come from a test: it is away");
    away = false;
    assertThatThrownBy(credentials::fetch)
        .as("one attempt tells all who come at the same time")
        .hasMessageContaining("it is away");
    assertThat(asked).isEqualTo(2);
    assertThat(keyAfter(Duration.ofSeconds(1))).isEqualTo("key3");
  }

  @Test
  void thoseThatEndedAreNotTaken() {
    validFor = Duration.ofSeconds(-1);
    assertThatThrownBy(credentials::fetch)
        .isInstanceOf(ProviderException.class)
        .hasMessage("the credentials that come from a test ended at 2025-12-31T23:59:59Z");
  }
}
