package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.core.error.MlflowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelUriTest {

  @Test
  void versionsAreNamedByNumberStageOrLatest() {
    assertThat(ModelUri.parse("models:/fraud/3/data/w.bin"))
        .isEqualTo(new ModelUri("fraud", "3", null, null, "data/w.bin"))
        .matches(ModelUri::isNumber);
    assertThat(ModelUri.parse("models:/fraud/Production/"))
        .isEqualTo(new ModelUri("fraud", "Production", null, null, ""))
        .matches(uri -> !uri.isNumber() && !uri.isLatest());
    assertThat(ModelUri.parse("models:/fraud/LATEST")).matches(ModelUri::isLatest);
  }

  @Test
  void aliasMayHaveAPath() {
    assertThat(ModelUri.parse("models:/fraud@champion/MLmodel"))
        .isEqualTo(new ModelUri("fraud", null, "champion", null, "MLmodel"));
  }

  @Test
  void loggedModelIsNamedByItsId() {
    assertThat(ModelUri.parse("models:/m-0c5a/MLmodel"))
        .isEqualTo(new ModelUri(null, null, null, "m-0c5a", "MLmodel"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"models:/", "models:/@a", "models:/a@", "runs:/a/b", "fraud/3", ""})
  void anythingElseIsRefused(String uri) {
    assertThatExceptionOfType(MlflowException.class)
        .isThrownBy(() -> ModelUri.parse(uri))
        .withMessageContaining("models:/NAME/VERSION");
  }
}
