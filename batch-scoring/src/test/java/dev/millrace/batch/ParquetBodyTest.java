package dev.millrace.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.batch.ParquetTable.Column;
import dev.millrace.batch.ParquetTable.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetBodyTest {

  private static final int DAMAGED_FILES = 3_000;

  @TempDir Path folder;

  @Test
  void rowsBecomeADataFrameInJson() throws IOException {
    byte[] parquet =
        parquet(
            List.of(
                new Column("n", Kind.LONG),
                new Column("x", Kind.DOUBLE),
                new Column("t", Kind.TEXT),
                new Column("b", Kind.BOOLEAN),
                new Column("at", Kind.MOMENT)),
            Arrays.asList(1L << 53, Double.NaN, "ä\"", true, 1_700_000_000_123L),
            Arrays.asList(null, 0.1, null, null, null));
    assertThat(new String(ParquetBody.asJson(parquet), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"dataframe_split\":{\"columns\":[\"n\",\"x\",\"t\",\"b\",\"at\"],\"data\":["
                + "[9007199254740992,\"NaN\",\"ä\\\"\",true,\"2023-11-14T22:13:20.123\"],"
                + "[null,0.1,null,null,null]]}}");
  }

  @Test
  void aBodyThatIsDamagedIsRefusedWhateverIsWrongWithIt() throws IOException {
    byte[] whole =
        parquet(
            List.of(new Column("n", Kind.LONG), new Column("secret", Kind.TEXT)),
            List.of(1L, "s3cr3t"),
            List.of(2L, "s3cr3t"));
    Random random = new Random(7);
    for (int i = 0; i < DAMAGED_FILES; i++) {
      byte[] body = whole.clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(4) == 0) {
        body = Arrays.copyOf(body, random.nextInt(body.length));
      }
      try {
        assertThat(ParquetBody.asJson(body)).isNotEmpty();
      } catch (ScoringException e) {
        assertThat(e).hasMessageNotContaining("s3cr3t");
      }
    }
  }

  @Test
  void aSmallBodyOfManyRowsIsNotUnpackedToItsEnd() throws IOException {
    Path file = folder.resolve("many.parquet");
    try (ParquetTable table = new ParquetTable(file, List.of(new Column("t", Kind.TEXT)))) {
      String text = "x".repeat(1_000);
      for (int row = 0; row < 50_000; row++) {
        table.add(text);
      }
    }
    byte[] small = Files.readAllBytes(file);
    assertThat(small.length).isLessThan(100_000);
    assertThatThrownBy(() -> ParquetBody.asJson(small))
        .isInstanceOf(ScoringException.class)
        .hasMessage("The rows of the body are more than 16 MB of JSON.");
  }

  @Test
  void columnsThatAreInflatedTogetherAreBoundedTogether() throws IOException {
    Path file = folder.resolve("wide.parquet");
    List<Column> columns =
        IntStream.range(0, 100).mapToObj(i -> new Column("t" + i, Kind.TEXT)).toList();
    try (ParquetTable table = new ParquetTable(file, columns)) {
      table.add(columns.stream().map(column -> column.name().repeat(400_000)).toArray());
    }
    byte[] small = Files.readAllBytes(file);
    assertThat(small.length).isLessThan(16 << 20);
    assertThatThrownBy(() -> ParquetBody.asJson(small))
        .isInstanceOf(ScoringException.class)
        .hasMessage("The body is no Parquet that can be read.");
  }

  @SafeVarargs
  private byte[] parquet(List<Column> columns, List<? extends @Nullable Object>... rows)
      throws IOException {
    Path file = folder.resolve("body.parquet");
    try (ParquetTable table = new ParquetTable(file, columns)) {
      for (List<? extends @Nullable Object> row : rows) {
        table.add(row.toArray());
      }
    }
    return Files.readAllBytes(file);
  }
}
