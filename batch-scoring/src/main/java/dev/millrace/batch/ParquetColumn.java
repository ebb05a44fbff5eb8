package dev.millrace.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table in Parquet, whose values become JSON and are written with the same type
 * again.
 *
 * @param type as the file has it
 */
record ParquetColumn(Kind kind, PrimitiveType type) {

  private static final DateTimeFormatter MOMENT = DateTimeFormatter.ISO_LOCAL_DATE_TIME;
  private static final long NANOS_OF_SECOND = ChronoUnit.SECONDS.getDuration().toNanos();

  /** What its values are. */
  enum Kind {
    BOOLEAN,
    INTEGER,
    LONG,
    FLOAT,
    DOUBLE,
    TEXT,
    /** Bytes, as base64 has them. */
    BINARY,
    DATE,
    TIME
  }

  String name() {
    return type.getName();
  }

  /**
   * The column of a field.
   *
   * @throws ScoringException where its type is none that rows of a table have
   */
  static ParquetColumn of(Type field) {
    if (!field.isPrimitive() || field.isRepetition(Type.Repetition.REPEATED)) {
      throw new ScoringException(
          "Column '" + field.getName() + "' is nested, which rows of a table cannot be.");
    }
    PrimitiveType type = field.asPrimitiveType();
    Kind kind = kind(type);
    if (kind == null) {
      throw new ScoringException(
          "Column '"
              + field.getName()
              + "' has the type "
              + type.getPrimitiveTypeName()
              + (type.getLogicalTypeAnnotation() == null
                  ? ""
                  : " (" + type.getLogicalTypeAnnotation() + ")")
              + ", which cannot be scored: convert it to a number, a string, a boolean or a"
              + " timestamp.");
    }
    return new ParquetColumn(kind, type);
  }

  private static @Nullable Kind kind(PrimitiveType type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    PrimitiveTypeName primitive = type.getPrimitiveTypeName();
    if (logical == null) {
      return switch (primitive) {
        case BOOLEAN -> Kind.BOOLEAN;
        case INT32 -> Kind.INTEGER;
        case INT64 -> Kind.LONG;
        case FLOAT -> Kind.FLOAT;
        case DOUBLE -> Kind.DOUBLE;
        case BINARY -> Kind.BINARY;
        case FIXED_LEN_BYTE_ARRAY, INT96 -> null;
      };
    }
    if (logical instanceof IntLogicalTypeAnnotation integer) {
      boolean fits = integer.isSigned() || integer.getBitWidth() < Integer.SIZE;
      return !fits ? null : primitive == PrimitiveTypeName.INT32 ? Kind.INTEGER : Kind.LONG;
    }
    if (logical instanceof TimestampLogicalTypeAnnotation) {
      return Kind.TIME;
    }
    if (logical.equals(LogicalTypeAnnotation.dateType())) {
      return Kind.DATE;
    }
    boolean text =
        logical.equals(LogicalTypeAnnotation.stringType())
            || logical.equals(LogicalTypeAnnotation.enumType())
            || logical.equals(LogicalTypeAnnotation.jsonType());
    return text ? Kind.TEXT : null;
  }

  /** The value of a row; what is no number is the text that says so. */
  JsonNode read(Group row) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (row.getFieldRepetitionCount(name()) == 0) {
      return json.nullNode();
    }
    return switch (kind) {
      case BOOLEAN -> json.booleanNode(row.getBoolean(name(), 0));
      case INTEGER -> json.numberNode(row.getInteger(name(), 0));
      case LONG -> json.numberNode(row.getLong(name(), 0));
      case FLOAT -> {
        float value = row.getFloat(name(), 0);
        yield Float.isFinite(value) ? json.numberNode(value) : json.textNode("" + value);
      }
      case DOUBLE -> {
        double value = row.getDouble(name(), 0);
        yield Double.isFinite(value) ? json.numberNode(value) : json.textNode("" + value);
      }
      case TEXT -> json.textNode(row.getString(name(), 0));
      case BINARY ->
          json.textNode(Base64.getEncoder().encodeToString(row.getBinary(name(), 0).getBytes()));
      case DATE -> json.textNode(LocalDate.ofEpochDay(row.getInteger(name(), 0)).toString());
      case TIME -> json.textNode(moment(row.getLong(name(), 0)));
    };
  }

  /** Adds a value that {@link #read} gave to a row. */
  void write(Group row, JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return;
    }
    switch (kind) {
      case BOOLEAN -> row.add(name(), value.booleanValue());
      case INTEGER -> row.add(name(), value.intValue());
      case LONG -> row.add(name(), value.longValue());
      case FLOAT -> row.add(name(), Float.parseFloat(value.asText()));
      case DOUBLE -> row.add(name(), Double.parseDouble(value.asText()));
      case TEXT -> row.add(name(), Binary.fromString(value.textValue()));
      case BINARY ->
          row.add(
              name(), Binary.fromConstantByteArray(Base64.getDecoder().decode(value.textValue())));
      case DATE -> row.add(name(), (int) LocalDate.parse(value.textValue()).toEpochDay());
      case TIME -> row.add(name(), units(value.textValue()));
    }
  }

  private ChronoUnit unit() {
    TimestampLogicalTypeAnnotation time =
        (TimestampLogicalTypeAnnotation) type.getLogicalTypeAnnotation();
    return switch (time.getUnit()) {
      case MILLIS -> ChronoUnit.MILLIS;
      case MICROS -> ChronoUnit.MICROS;
      case NANOS -> ChronoUnit.NANOS;
    };
  }

  /** In ISO 8601, of the clock or, where it is a moment, of UTC. */
  private String moment(long units) {
    try {
      return LocalDateTime.ofInstant(Instant.EPOCH.plus(units, unit()), ZoneOffset.UTC)
          .format(MOMENT);
    } catch (DateTimeException | ArithmeticException e) {
      throw new ScoringException("Column '" + name() + "' has a time that no calendar knows.");
    }
  }

  private long units(String moment) {
    Instant instant = LocalDateTime.parse(moment, MOMENT).toInstant(ZoneOffset.UTC);
    long perSecond = ChronoUnit.SECONDS.getDuration().dividedBy(unit().getDuration());
    long seconds = instant.getEpochSecond();
    long nanos = instant.getNano();
    if (seconds < 0 && nanos > 0) {
      // Towards zero: of the earliest moments the product of the other second does not fit.
      seconds++;
      nanos -= NANOS_OF_SECOND;
    }
    return Math.addExact(
        Math.multiplyExact(seconds, perSecond), nanos / (NANOS_OF_SECOND / perSecond));
  }
}
