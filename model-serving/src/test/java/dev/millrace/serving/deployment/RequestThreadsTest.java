package dev.millrace.serving.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.error.MlflowException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestThreadsTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Thread reader = Thread.currentThread();

  @Test
  void whatIsAnsweredAtOnceStaysOnTheThread() {
    Thread thread =
        RequestThreads.answer(10, Asked.ANY, asked -> Thread.currentThread()).await().atMost(LIMIT);
    assertThat(thread).isSameAs(reader);
  }

  @Test
  void whatTakesTimeGoesToAnother() {
    Thread thread =
        RequestThreads.answer(
                10,
                Asked.ofKey("k"),
                asked -> {
                  if (asked.atOnce()) {
                    throw TakesTimeException.INSTANCE;
                  }
                  assertThat(asked.key()).isEqualTo("k");
                  return Thread.currentThread();
                })
            .await()
            .atMost(LIMIT);
    assertThat(thread).isNotSameAs(reader);
  }

  @Test
  void aLongBodyIsNotReadOnTheThreadOfOthers() {
    Thread thread =
        RequestThreads.answer(1_000_000, Asked.ANY, asked -> Thread.currentThread())
            .await()
            .atMost(LIMIT);
    assertThat(thread).isNotSameAs(reader);
  }

  @Test
  void aRefusalIsNotAskedForTwice() {
    int[] calls = new int[1];
    assertThatThrownBy(
            () ->
                RequestThreads.answer(
                    10,
                    Asked.ANY,
                    asked -> {
                      calls[0]++;
                      throw MlflowException.notFound("none");
                    }))
        .isInstanceOf(MlflowException.class);
    assertThat(calls[0]).isEqualTo(1);
  }
}
