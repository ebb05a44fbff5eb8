package dev.millrace.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Drives a {@link Load} from a fixed number of connections, each of which sends its next operation
 * when the last one was answered (a closed loop).
 */
public final class LoadDriver implements AutoCloseable {

  private static final Duration SETTLING_SLICE = Duration.ofSeconds(4);

  private final int connections;
  private final ExecutorService workers;

  public LoadDriver(int connections) {
    this.connections = connections;
    this.workers = Executors.newFixedThreadPool(connections);
  }

  /** Drives for {@code duration}; operations begun before its end are waited for and counted. */
  public Sample drive(Load load, Duration duration, AtomicLongArray sequences) {
    long start = System.nanoTime();
    long end = start + duration.toNanos();
    List<Future<WorkerSample>> running = new ArrayList<>();
    for (int worker = 0; worker < connections; worker++) {
      int id = worker;
      running.add(workers.submit(() -> work(load, id, end, sequences)));
    }
    List<WorkerSample> finished = running.stream().map(LoadDriver::await).toList();
    double seconds = (System.nanoTime() - start) / 1e9;
    long[] latencies =
        finished.stream()
            .flatMapToLong(sample -> Arrays.stream(sample.latencies()))
            .sorted()
            .toArray();
    long errors = finished.stream().mapToLong(WorkerSample::errors).sum();
    String firstError =
        finished.stream()
            .map(WorkerSample::firstError)
            .filter(error -> error != null)
            .findFirst()
            .orElse(null);
    return new Sample(seconds, latencies, errors, firstError);
  }

  /**
   * Drives at least so long, and on until the rate has stopped growing: a JVM compiles for longer
   * what it is asked for less often.
   *
   * @return the seconds that it took
   */
  public double warmUp(Load load, Duration atLeast, AtomicLongArray sequences) {
    double seconds = drive(load, atLeast, sequences).seconds();
    Settling settling = new Settling();
    while (!settling.isOver()) {
      Sample slice = drive(load, SETTLING_SLICE, sequences);
      seconds += slice.seconds();
      settling.add(slice.rate());
    }
    return seconds;
  }

  /** What a load does once it has run for a while. */
  public Sample driveWarm(Load load, Duration warmUp, Duration duration) {
    AtomicLongArray sequences = newSequences();
    warmUp(load, warmUp, sequences);
    return drive(load, duration, sequences);
  }

  /** The counters that give each connection's operations their numbers over all rounds. */
  public AtomicLongArray newSequences() {
    return new AtomicLongArray(connections);
  }

  private static WorkerSample work(Load load, int worker, long end, AtomicLongArray sequences) {
    long[] latencies = new long[4096];
    int count = 0;
    long errors = 0;
    String firstError = null;
    for (long begin = System.nanoTime(); begin < end; begin = System.nanoTime()) {
      try {
        load.once(worker, sequences.getAndIncrement(worker));
        if (count == latencies.length) {
          latencies = Arrays.copyOf(latencies, count * 2);
        }
        latencies[count++] = System.nanoTime() - begin;
      } catch (FailedCall e) {
        errors++;
        if (firstError == null) {
          firstError = e.getMessage();
        }
      }
    }
    return new WorkerSample(Arrays.copyOf(latencies, count), errors, firstError);
  }

  private static WorkerSample await(Future<WorkerSample> worker) {
    try {
      return worker.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while driving load", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a load worker died", e.getCause());
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }

  private record WorkerSample(long[] latencies, long errors, @Nullable String firstError) {}
}
