package dev.millrace.tracking.run;

import static dev.millrace.tracking.run.ModelRun.pick;

import dev.millrace.core.search.Aggregate;
import dev.millrace.core.search.EntityType;
import dev.millrace.core.search.Field;
import dev.millrace.core.search.Filter;
import dev.millrace.core.search.Operator;
import dev.millrace.core.search.OrderBy;
import dev.millrace.core.search.Value;
import dev.millrace.core.search.ValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Makes filters and orders up that say something about {@link ModelRun}s. */
final class RandomFilters {

  private static final List<Operator> PRESENCE = List.of(Operator.IS_NULL, Operator.IS_NOT_NULL);
  private static final List<Operator> LIST = List.of(Operator.IN, Operator.NOT_IN);
  private static final List<Operator> RANGE = List.of(Operator.BETWEEN, Operator.NOT_BETWEEN);
  private static final List<Operator> NUMERIC =
      List.of(
          Operator.EQUAL,
          Operator.NOT_EQUAL,
          Operator.GREATER,
          Operator.GREATER_OR_EQUAL,
          Operator.LESS,
          Operator.LESS_OR_EQUAL);
  private static final List<Operator> TEXT =
      List.of(
          Operator.EQUAL,
          Operator.NOT_EQUAL,
          Operator.LIKE,
          Operator.NOT_LIKE,
          Operator.ILIKE,
          Operator.NOT_ILIKE);

  private RandomFilters() {}

  static Filter filter(Random random, List<ModelRun> runs, int depth) {
    int kind = depth == 0 ? 0 : random.nextInt(6);
    if (kind < 3) {
      return random.nextInt(8) == 0
          ? new Filter.Word(pick(random, List.of("run-1", "ADAM", "x", "%", "lr", "mlflow", "'")))
          : comparison(random, runs);
    }
    if (kind == 3) {
      return new Filter.Not(filter(random, runs, depth - 1));
    }
    List<Filter> parts = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(2); i++) {
      parts.add(filter(random, runs, depth - 1));
    }
    return kind == 4 ? new Filter.And(parts) : new Filter.Or(parts);
  }

  static List<OrderBy> order(Random random) {
    List<OrderBy> order = new ArrayList<>();
    Set<Field> fields = new HashSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Field field = field(random);
      if (field.type() != EntityType.DATASET && fields.add(field)) {
        order.add(new OrderBy(field, random.nextBoolean()));
      }
    }
    return order;
  }

  /** One that an index has. */
  static List<OrderBy> startOrder(Random random) {
    Field start = new Field(EntityType.ATTRIBUTE, "start_time", ValueType.TIME);
    return random.nextInt(3) == 0 ? List.of() : List.of(new OrderBy(start, random.nextBoolean()));
  }

  private static Field field(Random random) {
    return switch (random.nextInt(5)) {
      case 0, 1 -> metric(random);
      case 2 -> new Field(EntityType.PARAMETER, pick(random, ModelRun.KEYS), ValueType.TEXT);
      case 3 -> new Field(EntityType.TAG, pick(random, ModelRun.KEYS), ValueType.TEXT);
      default -> attribute(random);
    };
  }

  private static Field metric(Random random) {
    boolean unlessKeyExists = random.nextBoolean();
    return new Field(
        EntityType.METRIC,
        pick(random, unlessKeyExists ? List.of("loss", "acc") : ModelRun.METRICS),
        ValueType.NUMBER,
        pick(random, List.of(Aggregate.values())),
        unlessKeyExists);
  }

  private static Field attribute(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> attribute("run_name", ValueType.TEXT);
      case 1 -> attribute("run_id", ValueType.TEXT);
      case 2 -> attribute("status", ValueType.TEXT);
      case 3 -> attribute("start_time", ValueType.TIME);
      case 4 -> attribute("end_time", ValueType.TIME);
      default -> attribute("duration", ValueType.DURATION);
    };
  }

  private static Field attribute(String name, ValueType type) {
    return new Field(EntityType.ATTRIBUTE, name, type);
  }

  private static Filter comparison(Random random, List<ModelRun> runs) {
    Field field = field(random);
    if (random.nextInt(6) == 0) {
      return new Filter.Comparison(field, pick(random, PRESENCE), new Value.None());
    }
    boolean numeric =
        field.numeric() || field.type() == EntityType.PARAMETER && random.nextBoolean();
    if (numeric) {
      Supplier<Value.Scalar> scalar = () -> scalar(random, field);
      return switch (random.nextInt(4)) {
        case 0 ->
            new Filter.Comparison(
                field, pick(random, RANGE), new Value.Range(scalar.get(), scalar.get()));
        case 1 ->
            new Filter.Comparison(
                field,
                pick(random, LIST),
                new Value.ScalarList(List.of(scalar.get(), scalar.get())));
        default -> new Filter.Comparison(field, pick(random, NUMERIC), scalar.get());
      };
    }
    Supplier<String> text = () -> text(random, field, runs);
    return random.nextInt(4) == 0
        ? new Filter.Comparison(
            field, pick(random, LIST), new Value.TextList(List.of(text.get(), text.get())))
        : new Filter.Comparison(field, pick(random, TEXT), new Value.Text(text.get()));
  }

  private static Value.Scalar scalar(Random random, Field field) {
    if (field.valueType() == ValueType.TIME) {
      return switch (random.nextInt(4)) {
        case 0 -> new Value.Now(random.nextInt(3) * -86_400_000L);
        case 1 -> new Value.Moment(1_700_000_000_000L + random.nextInt(6) * 1000L);
        default ->
            new Value.Numeric(BigDecimal.valueOf(1_700_000_000_000L + random.nextInt(6) * 1000L));
      };
    }
    return new Value.Numeric(
        field.valueType() == ValueType.DURATION
            ? BigDecimal.valueOf(random.nextInt(4) * 1000L)
            : pick(
                random,
                List.of(
                    new BigDecimal("0.1"),
                    new BigDecimal("0.5"),
                    new BigDecimal("1"),
                    new BigDecimal("7.00"),
                    new BigDecimal("-3.5"),
                    new BigDecimal("1E+30"),
                    new BigDecimal("0"),
                    new BigDecimal("2"))));
  }

  private static String text(Random random, Field field, List<ModelRun> runs) {
    String text =
        switch (field.key()) {
          case "run_name" -> pick(random, runs).name();
          case "run_id" -> pick(random, runs).id();
          case "status" -> pick(random, List.of("RUNNING", "FINISHED", "finished"));
          default -> pick(random, ModelRun.TEXTS);
        };
    return switch (random.nextInt(5)) {
      case 0 -> text.isEmpty() ? "_" : "_" + text.substring(1);
      case 1 -> "%" + text.substring(text.length() / 2);
      case 2 -> "it's \\" + text;
      default -> text;
    };
  }
}
