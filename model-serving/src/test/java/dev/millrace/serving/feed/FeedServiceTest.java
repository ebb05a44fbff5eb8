package dev.millrace.serving.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.serving.endpoint.ServingChanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeedServiceTest {

  private static final long LONG_MILLIS = 60_000;

  private final AtomicInteger reads = new AtomicInteger();
  private volatile String revision = "old";
  private volatile CountDownLatch reading = new CountDownLatch(0);
  private final FeedService service = new FeedService(this::read);

  @Test
  void whoKnowsANewerOneFromAnotherServerIsNotToldAnOlderOne() throws Exception {
    assertThat(told(ask(null, 0))).hasValue("old");
    // Nobody notifies this server of it.
    revision = "new";
    assertThat(told(ask("new", 0))).isEmpty();
    assertThat(told(ask("old", 0))).hasValue("new");
  }

  @Test
  void oneReadServesAllThatCameBeforeIt() throws Exception {
    reading = new CountDownLatch(1);
    CompletableFuture<Optional<ServingFeed>> first = ask(null, LONG_MILLIS);
    List<CompletableFuture<Optional<ServingFeed>>> others = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      others.add(ask("another", 0));
    }
    reading.countDown();
    assertThat(told(first)).isPresent();
    for (CompletableFuture<Optional<ServingFeed>> each : others) {
      assertThat(told(each)).hasValue("old");
    }
    assertThat(reads).as("one while they came, one for all of them").hasValueLessThanOrEqualTo(2);
  }

  @Test
  void whoWaitsForNewsOfWhatHeKnowsCostsNoRead() throws Exception {
    assertThat(told(ask(null, 0))).hasValue("old");
    CompletableFuture<Optional<ServingFeed>> waiting = ask("old", LONG_MILLIS);
    assertThat(told(ask("old", 0))).isEmpty();
    assertThat(reads).hasValue(2);

    revision = "new";
    service.changed(new ServingChanged());
    assertThat(told(waiting)).hasValue("new");
  }

  private ServingFeed read() {
    reads.incrementAndGet();
    try {
      reading.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new ServingFeed(revision, List.of());
  }

  private CompletableFuture<Optional<ServingFeed>> ask(@Nullable String known, long waitMillis) {
    return service.after(known, waitMillis).toCompletableFuture();
  }

  private static Optional<String> told(CompletableFuture<Optional<ServingFeed>> answer)
      throws Exception {
    return answer.get(10, TimeUnit.SECONDS).map(ServingFeed::revision);
  }
}
