package dev.millrace.examples;

import dev.millrace.client.DataFrame;
import dev.millrace.client.Endpoints;
import dev.millrace.client.Invocation;
import dev.millrace.examples.Penguins.Penguin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Callers that ask an endpoint for one penguin after another, each without a pause and without
 * retries, and compare every answer with what the model version that gave it says in this process.
 */
final class Traffic implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(20);
  private static final int KEPT_FAILURES = 5;

  private final Endpoints endpoints;
  private final String endpoint;
  private final List<Penguin> penguins;
  private final BiFunction<String, Penguin, @Nullable String> expected;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final Map<String, LongAdder> answeredBy = new ConcurrentHashMap<>();
  private final Map<String, Long> firstAnswerNanos = new ConcurrentHashMap<>();
  private final LongAdder failed = new LongAdder();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Begins.
   *
   * @param endpoints of a client that does not retry, so that a failure counts as one
   * @param expected the answer by version and penguin; null for a version that must not answer
   */
  Traffic(
      Endpoints endpoints,
      String endpoint,
      List<Penguin> penguins,
      int callers,
      BiFunction<String, Penguin, @Nullable String> expected) {
    this.endpoints = endpoints;
    this.endpoint = endpoint;
    this.penguins = penguins;
    this.expected = expected;
    for (int i = 0; i < callers; i++) {
      Thread thread = new Thread(this::call, "caller-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  /** Answers so far, by the version that gave them. */
  Map<String, Long> answersByVersion() {
    Map<String, Long> counts = new TreeMap<>();
    answeredBy.forEach((version, count) -> counts.put(version, count.sum()));
    return counts;
  }

  long answersBy(String version) {
    LongAdder count = answeredBy.get(version);
    return count == null ? 0 : count.sum();
  }

  /** Requests that got an error, no answer, or a wrong one. */
  long failed() {
    return failed.sum();
  }

  /** What went wrong first, a few lines at most. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** When a version first answered, by {@link System#nanoTime()}. */
  Optional<Long> firstAnswerNanos(String version) {
    return Optional.ofNullable(firstAnswerNanos.get(version));
  }

  /**
   * Waits for answers.
   *
   * @return false where the time ran out
   */
  boolean awaitAnswers(String version, long count, Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (answersBy(version) < count) {
      if (System.nanoTime() >= deadline) {
        return false;
      }
      Thread.sleep(POLL.toMillis());
    }
    return true;
  }

  /** Stops when every request under way is answered. */
  @Override
  public void close() {
    stopped.set(true);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void call() {
    while (!stopped.get()) {
      Penguin penguin = penguins.get(ThreadLocalRandom.current().nextInt(penguins.size()));
      try {
        check(penguin, endpoints.invoke(endpoint, row(penguin)));
      } catch (RuntimeException e) {
        fail(String.valueOf(e.getMessage()));
      }
    }
  }

  private void check(Penguin penguin, Invocation answer) {
    String version = answer.modelVersion() == null ? "unnamed" : answer.modelVersion();
    answeredBy.computeIfAbsent(version, v -> new LongAdder()).increment();
    firstAnswerNanos.putIfAbsent(version, System.nanoTime());
    String right = expected.apply(version, penguin);
    if (right == null) {
      fail("version " + version + " answered, which nobody promoted here");
    } else if (!answer.labels().equals(List.of(right))) {
      fail("version " + version + " said " + answer.labels() + " where its model says " + right);
    }
  }

  private void fail(String what) {
    failed.increment();
    if (failures.size() < KEPT_FAILURES) {
      failures.add(what);
    }
  }

  static DataFrame row(Penguin penguin) {
    return DataFrame.ofRow(Penguins.COLUMNS, List.copyOf(penguin.values()));
  }
}
