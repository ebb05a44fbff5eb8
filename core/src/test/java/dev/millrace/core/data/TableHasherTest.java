package dev.millrace.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TableHasherTest {

  /** Made with the Python code of docs/data-hashes.md, not with what is tested. */
  record Vector(
      String name,
      List<String> columns,
      List<List<String>> rows,
      List<String> rowHashes,
      String ordered,
      String unordered) {}

  static List<Vector> vectors() throws IOException {
    try (InputStream json = TableHasherTest.class.getResourceAsStream("table-hashes.json")) {
      return JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build()
          .readValue(json, new TypeReference<List<Vector>>() {});
    }
  }

  private static byte[] rowHash(List<String> fields) {
    RowHasher row = new RowHasher();
    fields.forEach(row::add);
    byte[] hash = new byte[Sha256.LENGTH];
    row.finish(hash);
    return hash;
  }

  private static TableHasher.Hashes hashes(List<String> columns, List<List<String>> rows) {
    TableHasher table = new TableHasher(columns);
    rows.forEach(row -> table.add(rowHash(row)));
    return table.finish();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hashesAreThoseThatArePublished(Vector vector) {
    assertThat(vector.rows().stream().map(row -> HexFormat.of().formatHex(rowHash(row))))
        .isEqualTo(vector.rowHashes());
    assertThat(hashes(vector.columns(), vector.rows()))
        .isEqualTo(
            new TableHasher.Hashes(vector.ordered(), vector.unordered(), vector.rows().size()));
  }

  @Test
  void everyPublishedHashIsInTheDocument() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "data-hashes.md"));
    for (Vector vector : vectors()) {
      assertThat(document).contains(vector.ordered(), vector.unordered());
    }
  }

  @Test
  void sumCarriesFromWordToWord() {
    List<List<String>> rows =
        IntStream.range(0, 1000)
            .mapToObj(i -> List.of(Integer.toString(i), Integer.toString(i * i)))
            .collect(Collectors.toList());
    TableHasher.Hashes expected =
        new TableHasher.Hashes(
            "7088ab5580328e266c6e5622808c94427b04b48097d87217e8220ca98cd79546",
            "0a578af30facdcf7c7b7403922952f3a1cdf11c8599ac349018094d06e362191",
            1000);
    assertThat(hashes(List.of("n", "square"), rows)).isEqualTo(expected);
    Collections.shuffle(rows, new Random(7));
    TableHasher.Hashes shuffled = hashes(List.of("n", "square"), rows);
    assertThat(shuffled.unordered()).isEqualTo(expected.unordered());
    assertThat(shuffled.ordered()).isNotEqualTo(expected.ordered());
  }

  @Test
  void longAndForeignTextsAreHashedAsTheirUtf8() {
    String text = "aé漢🐧".repeat(5000);
    RowHasher row = new RowHasher();
    row.add("x");
    row.add(text);
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    assertThat(row.bytes()).startsWith(1, 0, 0, 0, 1, 'x', 1);
    assertThat(row.valueLength()).isEqualTo(utf8.length);
    assertThat(
            Arrays.copyOfRange(
                row.bytes(), row.valueOffset(), row.valueOffset() + row.valueLength()))
        .isEqualTo(utf8);
  }

  @Test
  void halfASurrogatePairHasNoHash() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RowHasher().add("\ud83d"))
        .withMessageContaining("surrogate");
    assertThatIllegalArgumentException().isThrownBy(() -> new RowHasher().add("\ud83d!"));
  }
}
