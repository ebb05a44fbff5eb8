package dev.millrace.core.runrecord;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecretMaskTest {

  private static final String MASK = SecretMask.MASK;

  @Test
  void whatLooksLikeASecretIsMasked() {
    assertThat(
            SecretMask.arguments(
                List.of(
                    "--password",
                    "hunter2",
                    "--hf-token=abc",
                    "-Ddb.password=x",
                    "key=abc",
                    "--api-key",
                    "k",
                    "AWS_SECRET_ACCESS_KEY=zzz",
                    "postgresql://me:pw@db/x")))
        .containsExactly(
            "--password",
            MASK,
            "--hf-token=" + MASK,
            "-Ddb.password=" + MASK,
            "key=" + MASK,
            "--api-key",
            MASK,
            "AWS_SECRET_ACCESS_KEY=" + MASK,
            "postgresql://" + MASK + "@db/x");
  }

  @Test
  void whatOnlySoundsLikeOneStays() {
    List<String> plain =
        List.of(
            "--max-tokens=512", "--tokenizer", "gpt2", "--epochs", "20", "monkey=1", "--author=me");
    assertThat(SecretMask.arguments(plain)).isEqualTo(plain);
    assertThat(SecretMask.url("git@github.com:a/b.git")).isEqualTo("git@github.com:a/b.git");
    assertThat(SecretMask.url("https://me:tok@github.com/a/b.git"))
        .isEqualTo("https://github.com/a/b.git");
  }
}
