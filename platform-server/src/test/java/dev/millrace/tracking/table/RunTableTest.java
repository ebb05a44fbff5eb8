package dev.millrace.tracking.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.search.Aggregate;
import dev.millrace.core.search.EntityType;
import dev.millrace.core.search.OrderBy;
import dev.millrace.core.search.Parser;
import dev.millrace.core.search.SearchSchema;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares what a table tells with what it was told. */
class RunTableTest {

  private static final RunColumn LOSS = new RunColumn(EntityType.METRIC, "loss", Aggregate.LAST);

  private static final SearchSchema SCHEMA =
      SearchSchema.builder().time("start_time").entity(EntityType.METRIC).build();

  private record Told(String id, long start, @Nullable Double loss) {

    /** Numbers come before NaN, and NaN before nothing. */
    int rank() {
      return loss == null ? 2 : loss.isNaN() ? 1 : 0;
    }

    double number() {
      return rank() == 0 && loss != null ? loss : 0;
    }
  }

  private static final Comparator<Told> LATEST_FIRST =
      Comparator.comparingLong(Told::start).reversed().thenComparing(Told::id);

  private static final Map<List<OrderBy>, Comparator<Told>> ORDERS =
      Map.of(
          List.of(),
          LATEST_FIRST,
          by("start_time ASC"),
          Comparator.comparingLong(Told::start).thenComparing(Told::id),
          by("metrics.loss DESC"),
          Comparator.comparingInt(Told::rank)
              .thenComparing(Comparator.comparingDouble(Told::number).reversed())
              .thenComparing(LATEST_FIRST),
          by("metrics.loss ASC", "start_time ASC"),
          Comparator.comparingInt(Told::rank)
              .thenComparingDouble(Told::number)
              .thenComparingLong(Told::start)
              .thenComparing(Told::id));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void rowsStaySortedWhateverChanges(long seed) {
    Random random = new Random(seed);
    RunTable table = new RunTable();
    table.add(LOSS);
    Map<Long, Told> told = new HashMap<>();
    List<List<OrderBy>> orders = List.copyOf(ORDERS.keySet());
    for (int round = 0; round < 80; round++) {
      for (int i = random.nextInt(20); i > 0; i--) {
        long key = random.nextInt(300);
        Told run = new Told(id(random), random.nextInt(40), loss(random));
        table.clear(Set.of(key));
        table.put(new RunTable.Base(key, run.id(), run.start(), true));
        table.set(LOSS, key, run.loss());
        told.put(key, run);
      }
      List<OrderBy> by = orders.get(random.nextInt(orders.size()));
      assertThat(
              IntStream.of(table.sorted(by, new RowOrder(table, by)))
                  .mapToObj(row -> toldBy(table, row)))
          .containsExactlyElementsOf(told.values().stream().sorted(ORDERS.get(by)).toList());
      for (int row = 0; row < table.size(); row++) {
        assertThat(toldBy(table, row)).isEqualTo(told.get(table.runKey(row)));
      }
    }
  }

  private static Told toldBy(RunTable table, int row) {
    RunTable.Numbers losses = table.numbers(LOSS);
    return new Told(
        table.runId(row), table.startTime(row), losses.has(row) ? losses.get(row) : null);
  }

  private static List<OrderBy> by(String... order) {
    return Stream.of(order).map(by -> Parser.orderBy(by, SCHEMA)).toList();
  }

  /** Mostly as the server makes them; few differ, so that order by them is tried, too. */
  private static String id(Random random) {
    String id = String.format("%016x%016x", random.nextLong(), random.nextLong());
    return random.nextInt(50) == 0 ? "run-" + id.toUpperCase(Locale.ROOT) : id;
  }

  private static @Nullable Double loss(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> null;
      case 1 -> Double.NaN;
      case 2 -> Double.NEGATIVE_INFINITY;
      default -> random.nextInt(5) / 4.0;
    };
  }
}
