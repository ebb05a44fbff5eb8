package dev.millrace.bench.scenario;

import dev.millrace.bench.load.Api;
import dev.millrace.bench.load.Load;
import java.util.List;

/**
 * One row of the table. A new one is a class of this interface and an entry in {@link #all()}; it
 * is driven, measured and reported like the rest.
 */
public interface Scenario {

  /** What {@code --only} selects it by. */
  String name();

  /** What the table calls it. */
  String title();

  /**
   * Puts into the server what the load needs and checks that it answers rightly.
   *
   * @return the load to measure
   */
  Load prepare(Api api);

  /** Every scenario, in the order of the table. */
  static List<Scenario> all() {
    return List.of(new CreateRun(), new LogBatch(10), new SearchRuns(1_000));
  }
}
