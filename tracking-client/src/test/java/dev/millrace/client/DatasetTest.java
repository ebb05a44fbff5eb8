package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.ColumnType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {

  @TempDir Path folder;

  private Dataset dataset(String text) throws IOException {
    return Dataset.ofCsv(Files.writeString(folder.resolve("birds.csv"), text));
  }

  @Test
  void digestIsTheHeadOfTheSha256OfTheBytes() {
    Dataset dataset = Dataset.ofCsv("abc", "abc".getBytes(StandardCharsets.UTF_8), "http://x/abc");
    assertThat(dataset.sha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(dataset.digest()).isEqualTo("ba7816bf8f01cfea414140de5dae2223");
    assertThat(dataset.digest().length()).isLessThanOrEqualTo(36);
  }

  @Test
  void columnsAreTypedByTheirValues() throws IOException {
    Dataset dataset = dataset("name,mass,bill,seen\nGrey,12,3.5,NA\nBlue,-4,1e3,\n");
    assertThat(dataset.columns())
        .containsExactly(
            new ColumnSpec("name", ColumnType.STRING, true),
            new ColumnSpec("mass", ColumnType.LONG, true),
            new ColumnSpec("bill", ColumnType.DOUBLE, true),
            new ColumnSpec("seen", ColumnType.STRING, false));
    assertThat(dataset.rows()).isEqualTo(2);
    assertThat(dataset.name()).isEqualTo("birds");
  }

  @Test
  void quotedFieldsMayHoldCommasQuotesAndLines() throws IOException {
    Dataset dataset = dataset("a,b\r\n\"x, \"\"y\"\"\nz\",2\r\n");
    assertThat(dataset.rows()).isEqualTo(1);
    assertThat(dataset.columns().get(1).type()).isEqualTo(ColumnType.LONG);
  }

  @Test
  void lineEndingsChangeTheHash() throws IOException {
    assertThat(dataset("a\n1\n").sha256()).isNotEqualTo(dataset("a\r\n1\r\n").sha256());
  }

  @Test
  void profileHoldsTheWholeHash() throws IOException {
    Dataset dataset = dataset("a,b\n1,2\n");
    assertThat(dataset.profileJson())
        .isEqualTo("{\"num_rows\":1,\"num_elements\":2,\"sha256\":\"" + dataset.sha256() + "\"}");
  }

  @Test
  void missingFileIsNamed() {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> Dataset.ofCsv(folder.resolve("none.csv")))
        .withMessageContaining("none.csv");
  }
}
