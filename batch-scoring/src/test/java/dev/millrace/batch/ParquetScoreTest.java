package dev.millrace.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.VersionInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables in Parquet, scored by a model that answers x + 1. */
class ParquetScoreTest {

  private static final int ROWS = 10_000;
  private static final MessageType TABLE =
      MessageTypeParser.parseMessageType(
          """
          message table {
            required int64 id;
            optional double x;
            optional float f;
            optional int32 small (INTEGER(8, true));
            optional boolean flag;
            optional binary note (STRING);
            optional binary mark;
            optional int32 day (DATE);
            optional int64 at (TIMESTAMP(MICROS, true));
            optional int64 seen (TIMESTAMP(NANOS, false));
          }""");
  private static final VersionInput INPUT =
      new VersionInput(true, List.of(new VersionInput.Column("x", "double", true)), List.of());

  @TempDir Path folder;

  private final List<Integer> asked = new ArrayList<>();
  private Function<Double, JsonNode> answer = x -> JsonNodeFactory.instance.numberNode(x + 1);

  /** How many requests are answered before the server fails; negative for all. */
  private int answersLeft = -1;

  private String ask(byte[] body, String mediaType) {
    if (answersLeft == 0) {
      throw new UncheckedIOException(new IOException("gone"));
    }
    answersLeft--;
    ArrayNode predictions = JsonNodeFactory.instance.arrayNode();
    try {
      JsonNode rows = MlflowJson.mapper().readTree(body).path("dataframe_records");
      asked.add(rows.size());
      for (JsonNode row : rows) {
        assertThat(row.size()).isEqualTo(1);
        if (!row.path("x").isNumber()) {
          throw new ScoreJob.RefusedRowsException("x is missing", new IOException());
        }
        predictions.add(answer.apply(row.path("x").doubleValue()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return JsonNodeFactory.instance.objectNode().set("predictions", predictions).toString();
  }

  private static Group row(int i) {
    Group row = new SimpleGroup(TABLE);
    row.add("id", Long.MAX_VALUE - i);
    if (i % 7 == 3) {
      row.add("x", (double) i);
      return row;
    }
    row.add("x", i / 3.0);
    row.add("f", i / 3.0f);
    row.add("small", i % 100 - 50);
    row.add("flag", i % 2 == 0);
    row.add("note", "ä \"" + i);
    row.add("mark", Binary.fromConstantByteArray(new byte[] {0, (byte) 0xff, (byte) i}));
    row.add("day", i - 5_000);
    row.add("at", 1_700_000_000_123_456L * (i % 2 == 0 ? 1 : -1) + i);
    row.add("seen", 1_700_000_000_123_456_789L + i);
    return row;
  }

  private Path table(MessageType type, List<Group> rows) throws IOException {
    Path file = folder.resolve("in.parquet");
    Files.deleteIfExists(file);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new ParquetCodecs())
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .withType(type)
            .withRowGroupSize(100_000L)
            .build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    }
    return file;
  }

  private static List<Group> read(Path file) throws IOException {
    List<Group> rows = new ArrayList<>();
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            new LocalInputFile(file),
            ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new ParquetCodecs())
                .build())) {
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<Group> group =
            new ColumnIOFactory()
                .getColumnIO(schema)
                .getRecordReader(pages, new GroupRecordConverter(schema));
        for (long i = 0; i < pages.getRowCount(); i++) {
          rows.add(group.read());
        }
      }
    }
    return rows;
  }

  private ScorePlan plan(Path input, boolean skip, List<String> columns) {
    Path output = folder.resolve("out.parquet");
    return new ScorePlan(
        "m",
        "3",
        input,
        "in.parquet",
        FileFormat.PARQUET,
        output,
        folder.resolve("rejects.jsonl"),
        skip,
        1_000,
        new Choice(columns, null, "prediction"));
  }

  private ScoreState score(ScorePlan plan) throws IOException {
    return new ScoreJob(plan, this::ask, (done, size) -> {})
        .run(INPUT, (state, whole) -> assertThat(read(whole)).hasSize((int) state.rows()));
  }

  @Test
  void rowsKeepTheirTypesAndValuesAlsoWhenARunWasEndedAndWentOn() throws IOException {
    List<Group> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(row(i));
    }
    ScorePlan plan = plan(table(TABLE, rows), false, null);
    answersLeft = 4;
    assertThatThrownBy(() -> score(plan)).hasMessageContaining("gone");
    assertThat(plan.output()).doesNotExist();
    asked.clear();
    answersLeft = -1;

    ScoreState state = score(plan);

    assertThat(state.rows()).isEqualTo(ROWS);
    assertThat(asked).hasSize(6).containsOnly(1_000);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("in.parquet", "out.parquet");
    List<Group> scored = read(plan.output());
    assertThat(scored).hasSize(ROWS);
    List<String> names = TABLE.getFields().stream().map(field -> field.getName()).toList();
    for (int i = 0; i < ROWS; i++) {
      Group before = rows.get(i);
      Group after = scored.get(i);
      for (String name : names) {
        assertThat(value(after, name)).as("row %d, %s", i, name).isEqualTo(value(before, name));
      }
      assertThat(after.getDouble("prediction", 0)).isEqualTo(before.getDouble("x", 0) + 1);
    }
    assertThat(((SimpleGroup) scored.get(0)).getType().getFields().subList(0, names.size()))
        .isEqualTo(TABLE.getFields());
  }

  private static String value(Group row, String name) {
    return row.getFieldRepetitionCount(name) == 0
        ? "null"
        : row.getValueToString(row.getType().getFieldIndex(name), 0);
  }

  @Test
  void anotherFileIsNotGoneOnWith() throws IOException {
    ScorePlan plan = plan(table(TABLE, List.of(row(0), row(1))), false, null);
    answersLeft = 0;
    assertThatThrownBy(() -> score(plan)).hasMessageContaining("gone");
    answersLeft = -1;
    score(plan);
    Path input = table(TABLE, manyRows());
    ScorePlan again = plan(input, false, List.of("id"));
    Files.delete(again.output());
    answersLeft = 1;
    assertThatThrownBy(() -> score(again)).hasMessageContaining("gone");
    table(TABLE, List.of(row(5)));
    answersLeft = -1;
    assertThatThrownBy(() -> score(again)).hasMessageContaining("another content of in.parquet");
  }

  private static List<Group> manyRows() {
    List<Group> rows = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      rows.add(row(i));
    }
    return rows;
  }

  @Test
  void rowsThatTheModelRefusesAreNamedByTheirNumber() throws IOException {
    Group broken = new SimpleGroup(TABLE);
    broken.add("id", 7L);
    Path input = table(TABLE, List.of(row(0), broken, row(2)));
    assertThatThrownBy(() -> score(plan(input, false, null)))
        .isInstanceOf(BrokenInputException.class)
        .hasMessage("in.parquet, row 2: x is missing");
    plan(input, false, null).forget();
    ScoreState state = score(plan(input, true, List.of("id")));
    assertThat(state.rejected()).isEqualTo(1);
    assertThat(read(folder.resolve("out.parquet"))).hasSize(2);
    JsonNode reject =
        MlflowJson.mapper().readTree(Files.readString(folder.resolve("rejects.jsonl")));
    assertThat(reject.path("row").asInt()).isEqualTo(2);
    assertThat(reject.path("record").asText()).startsWith("{\"id\":7,\"x\":null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          optional group o { optional int32 a; }                                | 'o' is nested
          optional group l (LIST) { repeated group list { optional int32 element; } } | 'l' is nested
          repeated int32 r                                                      | 'r' is nested
          optional fixed_len_byte_array(4) b                                    | 'b' has the type FIXED_LEN_BYTE_ARRAY
          optional int96 t                                                      | 't' has the type INT96
          optional int64 d (DECIMAL(10, 2))                                     | 'd' has the type INT64 (DECIMAL
          optional int64 u (INTEGER(64, false))                                 | 'u' has the type INT64 (INTEGER
          optional int32 v (INTEGER(32, false))                                 | 'v' has the type INT32 (INTEGER
          """)
  void whatRowsCannotHaveIsRefusedByItsName(String column, String reason) throws IOException {
    String field = column.endsWith("}") ? column : column + ";";
    MessageType type =
        MessageTypeParser.parseMessageType("message t { optional double x; " + field + " }");
    Path input = table(type, List.of());
    assertThatThrownBy(() -> score(plan(input, false, null)))
        .isInstanceOf(ScoringException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void whatIsMissingOrNoParquetIsSaid() throws IOException {
    Path input =
        table(MessageTypeParser.parseMessageType("message t { optional double y; }"), List.of());
    assertThatThrownBy(() -> score(plan(input, false, null))).hasMessageContaining("no column 'x'");
    Path full = table(TABLE, List.of());
    assertThatThrownBy(() -> score(plan(full, false, List.of("gone"))))
        .hasMessageContaining("no column 'gone'");
    Files.writeString(full, "x\n1\n", StandardCharsets.UTF_8);
    assertThatThrownBy(() -> score(plan(full, false, null))).hasMessageContaining("no Parquet");
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        Long.MIN_VALUE,
        -62_135_596_800_000_000L,
        -1,
        253_402_300_799_999_999L,
        Long.MAX_VALUE
      })
  void aTimeOfAnyYearStaysTheSame(long units) throws IOException {
    Group timed = new SimpleGroup(TABLE);
    timed.add("id", 1L);
    timed.add("x", 1.0);
    timed.add("at", units);
    timed.add("seen", units);
    ScorePlan plan = plan(table(TABLE, List.of(timed)), false, null);
    score(plan);
    Group scored = read(plan.output()).get(0);
    assertThat(scored.getLong("at", 0)).isEqualTo(units);
    assertThat(scored.getLong("seen", 0)).isEqualTo(units);
  }

  @Test
  void theNameOfWhatIsNoNumberIsOneAmongNumbersAndATextAmongTexts() throws IOException {
    Path input = table(TABLE, List.of(row(0), row(4), row(5)));
    JsonNodeFactory json = JsonNodeFactory.instance;
    answer = x -> x < 1 ? json.numberNode(1) : json.textNode(x < 1.5 ? "NaN" : "-Infinity");
    score(plan(input, false, List.of("id")));
    List<Group> numbers = read(folder.resolve("out.parquet"));
    assertThat(numbers)
        .extracting(row -> row.getDouble("prediction", 0))
        .containsExactly(1.0, Double.NaN, Double.NEGATIVE_INFINITY);
    Files.delete(folder.resolve("out.parquet"));
    answer = x -> json.textNode(x < 1 ? "NaN" : "high");
    score(plan(input, false, List.of("id")));
    assertThat(read(folder.resolve("out.parquet")))
        .extracting(row -> row.getString("prediction", 0))
        .containsExactly("NaN", "high", "high");
    Files.delete(folder.resolve("out.parquet"));
    answer = x -> json.arrayNode().add("NaN").add(x);
    score(plan(input, false, List.of("id")));
    Group list = read(folder.resolve("out.parquet")).get(0).getGroup("prediction", 0);
    assertThat(list.getGroup("list", 0).getDouble(0, 0)).isNaN();
  }

  @Test
  void aColumnThatIsNamedTwiceIsRefusedBeforeAnyRowIsScored() {
    assertThatThrownBy(() -> new Choice(List.of("id", "x", "id"), null, "prediction"))
        .isInstanceOf(ScoringException.class)
        .hasMessageContaining("'id' is named twice");
  }

  @Test
  void aTableWithoutRowsStaysOne() throws IOException {
    score(plan(table(TABLE, List.of()), false, null));
    assertThat(read(folder.resolve("out.parquet"))).isEmpty();
  }

  @Test
  void severalOutputsAndListsOfNumbersBecomeColumns() throws IOException {
    ObjectNode first = JsonNodeFactory.instance.objectNode();
    answer =
        x -> {
          ObjectNode outputs = first.deepCopy();
          outputs.put("label", x < 1 ? "low" : "high");
          outputs.put("score", x);
          outputs.putArray("probabilities").add(0.25).add(x < 1 ? 1 : 0);
          outputs.put("sure", x < 1);
          return outputs;
        };
    score(plan(table(TABLE, List.of(row(0), row(4))), false, List.of("id")));
    List<Group> scored = read(folder.resolve("out.parquet"));
    Group last = scored.get(1);
    assertThat(last.getString("prediction.label", 0)).isEqualTo("high");
    assertThat(last.getDouble("prediction.score", 0)).isEqualTo(4 / 3.0);
    assertThat(last.getBoolean("prediction.sure", 0)).isFalse();
    assertThat(last.getGroup("prediction.probabilities", 0).getGroup("list", 1).getDouble(0, 0))
        .isZero();
    answer = x -> x < 1 ? first.textNode("low") : first.numberNode(1);
    Files.delete(folder.resolve("out.parquet"));
    assertThatThrownBy(() -> score(plan(folder.resolve("in.parquet"), false, List.of("id"))))
        .hasMessageContaining("different types");
  }
}
