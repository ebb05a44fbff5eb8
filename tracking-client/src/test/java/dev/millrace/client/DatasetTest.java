package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.core.data.ColumnProfile;
import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.ColumnType;
import dev.millrace.core.tracking.InputTag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {

  @TempDir Path folder;

  private Dataset dataset(String text) throws IOException {
    return Dataset.ofCsv(Files.writeString(folder.resolve("birds.csv"), text));
  }

  private static TableSummary table(Dataset dataset) {
    return Objects.requireNonNull(dataset.table());
  }

  private static ColumnProfile column(Dataset dataset, int place) {
    return table(dataset).profile().get(place);
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
  void columnThatTurnsOutToHoldTextHasNoNumbers() throws IOException {
    ColumnProfile code = column(dataset("code\n1\n2.5\nx\n3\n"), 0);
    assertThat(code.type()).isEqualTo(ColumnType.STRING);
    assertThat(code.min()).isNull();
    assertThat(code.quantiles()).isEmpty();
    assertThat(code.distinct()).isEqualTo(4);
  }

  @Test
  void quotedFieldsMayHoldCommasQuotesAndLines() throws IOException {
    Dataset dataset = dataset("a,b\r\n\"x, \"\"y\"\"\nz\",2\r\n");
    assertThat(dataset.rows()).isEqualTo(1);
    assertThat(dataset.columns().get(1).type()).isEqualTo(ColumnType.LONG);
  }

  @Test
  void lineEndingsChangeTheHashOfTheFileAndNotThoseOfTheTable() throws IOException {
    Dataset unix = dataset("a\n1\n");
    Dataset windows = dataset("a\r\n1\r\n");
    assertThat(windows.sha256()).isNotEqualTo(unix.sha256());
    assertThat(table(windows).orderedHash()).isEqualTo(table(unix).orderedHash());
  }

  @Test
  void orderOfRowsChangesOnlyTheOrderedHash() throws IOException {
    TableSummary one = table(dataset("a,b\n1,x\n2,y\n"));
    TableSummary other = table(dataset("a,b\n2,y\n1,x\n"));
    // As docs/data-hashes.md publishes them.
    assertThat(one.orderedHash())
        .isEqualTo("303ffc7719010288e57ea09a4ed6d1796dd9cd7e2be193713d27ffcddd49a6dd");
    assertThat(other.orderedHash())
        .isEqualTo("05296ee184fa55c3751669dd9ae0e92bbe9f8c316279be22d693f54fbf9dfbb6");
    assertThat(one.unorderedHash())
        .isEqualTo("ec6947825d9bd100260105c035d7a8201e9c98521145fb3010ba4a8e3f856857")
        .isEqualTo(other.unorderedHash());
  }

  @Test
  void byteOrderMarkBelongsToNoColumn() throws IOException {
    Dataset marked = dataset("\uFEFFa\n1\n");
    assertThat(marked.columns().get(0).name()).isEqualTo("a");
    assertThat(table(marked).orderedHash()).isEqualTo(table(dataset("a\n1\n")).orderedHash());
  }

  @Test
  void tableHasTheHashesOfTheFileThatHoldsItsTexts() throws IOException {
    Dataset file =
        dataset("id,share,name,at\n1,0.5,,1970-01-01T00:00:00Z\n2,1e-05,\"a,b\",\n3,NaN,🐧,\n");
    Dataset rows =
        Dataset.ofTable(
            "rows",
            List.of("id", "share", "name", "at"),
            Stream.of(
                Arrays.asList(1, 0.5, null, Instant.EPOCH),
                Arrays.asList(2L, 0.00001, "a,b", null),
                Arrays.asList((short) 3, Double.NaN, "🐧", null)));
    assertThat(table(rows).orderedHash()).isEqualTo(table(file).orderedHash());
    assertThat(table(rows).unorderedHash()).isEqualTo(table(file).unorderedHash());
    assertThat(rows.sha256()).isNull();
    assertThat(rows.digest()).isEqualTo(table(file).orderedHash().substring(0, 32));
    assertThat(rows.columns())
        .containsExactly(
            new ColumnSpec("id", ColumnType.LONG, true),
            new ColumnSpec("share", ColumnType.DOUBLE, false),
            new ColumnSpec("name", ColumnType.STRING, false),
            new ColumnSpec("at", ColumnType.DATETIME, false));
    assertThat(column(rows, 1).nulls()).isEqualTo(1);
  }

  @Test
  void textOfATableStaysTextWhenItLooksLikeANumber() {
    Dataset rows = Dataset.ofTable("zip", List.of("zip"), List.of(List.of("01234")));
    assertThat(rows.columns().get(0).type()).isEqualTo(ColumnType.STRING);
  }

  @Test
  void rowThatDoesNotFitTheTableIsNamed() {
    List<String> columns = List.of("a", "b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.ofTable("t", columns, List.of(List.of(1, 2), List.of(1, 2, 3))))
        .withMessage("Row 2 of 't' has 3 values for 2 columns.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.ofTable("t", columns, List.of(List.of(1, new Object()))))
        .withMessageStartingWith("Row 1 of 't': A java.lang.Object");
  }

  @Test
  void rowsAreReadOnceAndNotKept() {
    Iterator<List<Integer>> rows = IntStream.range(0, 300_000).mapToObj(List::of).iterator();
    List<Long> told = new ArrayList<>();
    Dataset dataset = Dataset.ofTable("t", List.of("n"), rows, (done, total) -> told.add(done));
    ColumnProfile n = column(dataset, 0);
    assertThat(n.count()).isEqualTo(300_000);
    assertThat(n.mean()).isEqualTo(149_999.5);
    assertThat(n.stddev()).isBetween(86_602.5, 86_602.6);
    assertThat((double) n.distinct()).isBetween(285_000.0, 300_000.0);
    assertThat(n.quantiles()).hasSize(ColumnProfile.QUANTILES).isSorted();
    assertThat(n.quantiles().get(0)).isZero();
    assertThat(n.quantiles().get(50)).isBetween(140_000.0, 160_000.0);
    assertThat(n.quantiles().get(100)).isEqualTo(299_999.0);
    assertThat(table(dataset).rowSketch().distinctRows()).isBetween(290_000.0, 310_000.0);
    assertThat(told).isSorted().endsWith(300_000L);
  }

  @Test
  void profileCountsWhatIsMissingAndWhatDiffers() throws IOException {
    ColumnProfile mass = column(dataset("mass,x\n2,\n4,\n4,\nNA,\n9,\n"), 0);
    assertThat(mass)
        .isEqualTo(
            new ColumnProfile(
                "mass",
                ColumnType.LONG,
                4L,
                1L,
                3L,
                2.0,
                9.0,
                4.75,
                mass.stddev(),
                mass.quantiles()));
    assertThat(mass.stddev()).isBetween(2.5860, 2.5861);
  }

  @Test
  void numbersBeyondDoubleDoNotSpoilTheProfile() {
    Dataset dataset =
        Dataset.ofTable(
            "t",
            List.of("x"),
            List.of(
                List.of(Double.MAX_VALUE),
                List.of(-Double.MAX_VALUE),
                List.of(Double.POSITIVE_INFINITY),
                List.of(new BigDecimal("1E+500"))));
    assertThat(column(dataset, 0).count()).isEqualTo(4);
    assertThat(column(dataset, 0).max()).isEqualTo(Double.MAX_VALUE);
    assertThat(dataset.profileJson()).doesNotContain("Infinity", "NaN\"");
  }

  @Test
  void profileAndTagsHoldTheWholeHashes() throws IOException {
    Dataset dataset = dataset("a,b\n1,2\n");
    TableSummary table = table(dataset);
    assertThat(dataset.profileJson())
        .startsWith(
            "{\"num_rows\":1,\"num_elements\":2,\"sha256\":\"%s\",\"ordered_sha256\":\"%s\",\"unordered_sha256\":\"%s\",\"columns\":[{\"name\":\"a\""
                .formatted(dataset.sha256(), table.orderedHash(), table.unorderedHash()));
    assertThat(dataset.hashTags())
        .containsExactly(
            new InputTag("millrace.dataset.sha256", dataset.sha256()),
            new InputTag("millrace.dataset.ordered", table.orderedHash()),
            new InputTag("millrace.dataset.unordered", table.unorderedHash()));
  }

  @Test
  void anyFileHasTheHashOfItsBytes() throws IOException {
    Dataset dataset = Dataset.ofFile(Files.writeString(folder.resolve("x.bin"), "abc"));
    assertThat(dataset.digest()).isEqualTo("ba7816bf8f01cfea414140de5dae2223");
    assertThat(dataset.name()).isEqualTo("x.bin");
    assertThat(dataset.columns()).isEmpty();
    assertThat(dataset.schemaJson()).isNull();
    assertThat(dataset.profileJson()).isEqualTo("{\"sha256\":\"" + dataset.sha256() + "\"}");
  }

  @Test
  void progressEndsWhereTheDataIsBroken() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.csv"), "a,b\n1\n");
    List<String> ends = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void advanced(long done, long total) {}

          @Override
          public void ended() {
            ends.add("ended");
          }
        };
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> Dataset.ofCsv(broken, progress));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Dataset.ofTable("t", List.of("a"), List.of(List.of()).iterator(), progress));
    Dataset.ofFile(broken, progress);
    assertThat(ends).hasSize(3);
  }

  @Test
  void missingFileIsNamed() {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> Dataset.ofCsv(folder.resolve("none.csv")))
        .withMessage("Cannot read %s: there is no such file", folder.resolve("none.csv"));
  }
}
