package dev.millrace.registry.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

  @Test
  void signsAsMlflowDoes() {
    // What mlflow.webhooks.delivery._generate_hmac_signature of 3.17.2 answers.
    assertThat(
            WebhookSignature.of(
                "sëcret",
                "0b9e4a0e-8c1c-4c4e-9d2f-111111111111",
                "1700000000",
                "{\"a\": \"ü\"}".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("v1,8/PDjxfZsOLhT8190UTnOlO59Fce8P9wzQpwLzpKMZg=");
  }
}
