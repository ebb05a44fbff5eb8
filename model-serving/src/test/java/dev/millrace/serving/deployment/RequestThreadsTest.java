package dev.millrace.serving.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

  /** However soon the time is over, also before anybody listens. */
  @Test
  void whoStopsWaitingIsToldSo() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    for (long millis : new long[] {1, 1, 1, 5, 50}) {
      Asked hurried = Asked.ANY.on(Asked.Terms.of(false, millis, null));
      assertThatThrownBy(
              () ->
                  RequestThreads.answer(1_000_000, hurried, asked -> awaited(done))
                      .await()
                      .atMost(LIMIT))
          .isInstanceOfSatisfying(
              MlflowException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DEADLINE_EXCEEDED));
    }
    Asked over = Asked.ANY.on(new Asked.Terms(false, System.nanoTime() - 1, null));
    assertThatThrownBy(
            () ->
                RequestThreads.answer(1_000_000, over, asked -> awaited(done))
                    .await()
                    .atMost(LIMIT))
        .isInstanceOf(MlflowException.class);
    done.countDown();
  }

  private static boolean awaited(CountDownLatch done) {
    try {
      return done.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
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
