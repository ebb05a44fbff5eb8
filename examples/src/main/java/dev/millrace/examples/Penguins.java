package dev.millrace.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The Palmer Penguins, shuffled by a fixed seed and divided 60 / 20 / 20.
 *
 * @param csv the file's bytes
 * @param unmeasured rows that were left out because a measurement is missing
 */
record Penguins(
    byte[] csv,
    int unmeasured,
    List<Penguin> training,
    List<Penguin> validation,
    List<Penguin> test) {

  static final String FILE = "penguins.csv";

  /** Where the file was published. */
  static final String SOURCE =
      "https://github.com/allisonhorst/palmerpenguins/blob/main/inst/extdata/penguins.csv";

  static final List<String> COLUMNS =
      List.of("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g");

  private static final String LABEL = "species";
  private static final String MISSING = "NA";
  private static final long SEED = 20_260_101L;

  /**
   * One measured bird.
   *
   * @param values millimetres and grams, in the order of {@link #COLUMNS}
   */
  record Penguin(String species, List<Double> values) {}

  /** The file that is packed with the demo. */
  static Penguins packed() {
    try (InputStream file = Penguins.class.getResourceAsStream("/data/" + FILE)) {
      if (file == null) {
        throw new IllegalStateException("The demo was packed without data/" + FILE + ".");
      }
      return parse(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file in a folder. */
  static Penguins in(Path folder) {
    try {
      return parse(Files.readAllBytes(folder.resolve(FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + folder.resolve(FILE), e);
    }
  }

  static Penguins parse(byte[] csv) {
    List<String> lines =
        new String(csv, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
    List<String> header = split(lines.get(0));
    int label = position(header, LABEL);
    List<Integer> columns = COLUMNS.stream().map(column -> position(header, column)).toList();

    List<Penguin> penguins = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> fields = split(line);
      List<String> values = columns.stream().map(fields::get).toList();
      if (!values.contains(MISSING)) {
        penguins.add(new Penguin(fields.get(label), values.stream().map(Double::valueOf).toList()));
      }
    }
    int unmeasured = lines.size() - 1 - penguins.size();
    Collections.shuffle(penguins, new Random(SEED));
    int validationFrom = penguins.size() * 6 / 10;
    int testFrom = penguins.size() * 8 / 10;
    return new Penguins(
        csv,
        unmeasured,
        List.copyOf(penguins.subList(0, validationFrom)),
        List.copyOf(penguins.subList(validationFrom, testFrom)),
        List.copyOf(penguins.subList(testFrom, penguins.size())));
  }

  int measured() {
    return training.size() + validation.size() + test.size();
  }

  private static List<String> split(String line) {
    return Arrays.asList(line.split(",", -1));
  }

  private static int position(List<String> header, String column) {
    int position = header.indexOf(column);
    if (position < 0) {
      throw new IllegalArgumentException(FILE + " has no column '" + column + "'.");
    }
    return position;
  }
}
