package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CsvContentTest {

  private static final String ROW = "1234567,0.25,some text,2024-01-01\n";

  private static CsvContent read(byte[] content) throws IOException {
    return CsvContent.read(
        "t.csv", new ByteArrayInputStream(content), content.length, Progress.NONE);
  }

  /** As many rows, never in memory together, then what is behind them. */
  private static InputStream stream(long rows, String behind) {
    byte[] block = ROW.repeat(1000).getBytes(StandardCharsets.US_ASCII);
    InputStream blocks =
        new InputStream() {
          private long left = rows / 1000 * block.length;

          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            if (left == 0) {
              return -1;
            }
            int place = (int) ((block.length - left % block.length) % block.length);
            int count = (int) Math.min(Math.min(length, block.length - place), left);
            System.arraycopy(block, place, target, offset, count);
            left -= count;
            return count;
          }
        };
    return new SequenceInputStream(
        new SequenceInputStream(text("id,share,note,day\n"), blocks), text(behind));
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  static List<Arguments> broken() {
    return List.of(
        Arguments.of("a,b\n1,2\n\n3\n", 4, "It has 1 fields where the header has 2."),
        Arguments.of("a,b\n\"x\ny\",2\n1,2,3\n", 4, "It has 3 fields where the header has 2."),
        Arguments.of("a,b\n1,\"abc\nd", 2, "Unclosed quoted field at end of input."),
        Arguments.of("a,b\n1,\"x\"y\n", 2, "Unexpected character after closing quote"),
        Arguments.of("a,b\n1,\"x\n" + "y".repeat(17 << 20), 2, "maximum buffer size"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void brokenRecordIsNamedByTheLineItBeginsOn(String text, long line, String problem) {
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8)))
        .withMessageStartingWith("t.csv, line " + line + ": ")
        .withMessageContaining(problem)
        .satisfies(e -> assertThat(e.line()).isEqualTo(line));
  }

  @Test
  void whatIsNoUtf8IsNamedByItsLine() {
    byte[] text =
        ("a,b\n" + "1,2\n".repeat(100_000) + "3,é\n4,5\n").getBytes(StandardCharsets.ISO_8859_1);
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> read(text))
        .withMessage("t.csv, line 100002: This is not UTF-8.");
    assertThatExceptionOfType(MalformedDataException.class)
        .isThrownBy(() -> read(new byte[] {'a', '\n', (byte) 0xf0, (byte) 0x9f}))
        .withMessage("t.csv, line 2: This is not UTF-8.");
  }

  @Test
  void charactersOfAnyLengthMayLieOnAnyBorder() throws IOException {
    for (int shift = 0; shift < 4; shift++) {
      String row = "é漢🐧x";
      byte[] text =
          ("a".repeat(shift) + "\n" + (row + "\n").repeat(60_000)).getBytes(StandardCharsets.UTF_8);
      Dataset rows =
          Dataset.ofTable(
              "t", List.of("a".repeat(shift)), java.util.Collections.nCopies(60_000, List.of(row)));
      if (shift > 0) {
        assertThat(read(text).table().orderedHash()).isEqualTo(rows.table().orderedHash());
      }
    }
  }

  @Test
  void emptyTextIsATableOfNothing() throws IOException {
    CsvContent nothing = read(new byte[0]);
    assertThat(nothing.table().schema()).isEmpty();
    assertThat(nothing.table().rows()).isZero();
    assertThat(nothing.sha256()).startsWith("e3b0c44298fc1c14");
  }

  /**
   * In a process of its own, with a heap that holds a tenth of the text; a file of 10 GB takes no
   * more.
   */
  @Test
  void brokenRowOfALargeTextIsFoundInASmallHeap() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LargeText.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(output.strip())
        .isEqualTo("big.csv, line 7000002: It has 2 fields where the header has 4.");
  }

  static final class LargeText {

    public static void main(String[] args) throws IOException {
      long rows = 7_000_000;
      try (InputStream content = stream(rows, "1,2\n" + ROW)) {
        CsvContent.read("big.csv", content, Progress.UNKNOWN, Progress.NONE);
      } catch (MalformedDataException e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
