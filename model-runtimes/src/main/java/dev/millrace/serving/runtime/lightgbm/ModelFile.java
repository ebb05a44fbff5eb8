package dev.millrace.serving.runtime.lightgbm;

import dev.millrace.serving.runtime.UnservableModelException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads LightGBM's text format, as {@code Booster.save_model} writes it since LightGBM 2. */
final class ModelFile {

  private static final Set<String> VERSIONS = Set.of("v2", "v3", "v4");
  private static final String TREE = "Tree=";
  private static final String END_OF_TREES = "end of trees";
  private static final String PANDAS = "pandas_categorical:";

  private final BufferedReader lines;
  private final List<Tree> trees = new ArrayList<>();

  private ModelFile(BufferedReader lines) {
    this.lines = lines;
  }

  /**
   * Reads a file.
   *
   * @throws UnservableModelException where it is another format, damaged, too large, or what is not
   *     served
   */
  static Booster read(Path file) {
    try {
      // What is kept of it takes less than its text.
      if (Files.size(file) > Runtime.getRuntime().maxMemory() / 2) {
        throw new UnservableModelException("The LightGBM model is too large for this server.");
      }
      try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        return new ModelFile(lines).booster();
      }
    } catch (CharacterCodingException e) {
      throw damaged("it is not UTF-8");
    } catch (IOException e) {
      throw new UnservableModelException("The LightGBM model cannot be read.", e);
    }
  }

  private Booster booster() throws IOException {
    if (!"tree".equals(lines.readLine())) {
      throw new UnservableModelException("The file is not a LightGBM model in its text format.");
    }
    Map<String, String> values = new HashMap<>();
    String next = section(values);
    Section header = new Section("its head", values);
    if (!VERSIONS.contains(header.text("version"))) {
      throw new UnservableModelException(
          "LightGBM models of the format " + header.text("version") + " are not served.");
    }
    int width = header.integer("num_tree_per_iteration");
    List<String> names = List.of(header.text("feature_names").strip().split("\\s+"));
    if (width < 1 || names.size() != header.integer("max_feature_idx") + 1) {
      throw damaged("its head contradicts itself");
    }
    while (next != null && next.startsWith(TREE)) {
      Map<String, String> tree = new HashMap<>();
      String name = "tree " + trees.size();
      next = section(tree);
      trees.add(new TreeReader(new Section(name, tree), names.size()).read());
    }
    if (next == null || !next.equals(END_OF_TREES) || trees.size() % width != 0) {
      throw damaged("its end is missing");
    }
    requireNoPandasCategories();
    return new Booster(
        names,
        width,
        header.has("average_output"),
        header.has("objective") ? Objective.of(header.text("objective")) : Objective.NONE,
        trees);
  }

  /**
   * Reads up to the next tree or the end of all, which is returned; null at the end of the file.
   */
  private @Nullable String section(Map<String, String> values) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(TREE) || line.equals(END_OF_TREES)) {
        return line;
      }
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      } else if (!line.isBlank()) {
        values.put(line, "");
      }
    }
    return null;
  }

  /** Such a model takes columns of pandas' categories and no others, which MLflow cannot send. */
  private void requireNoPandasCategories() throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(PANDAS)) {
        String categories = line.substring(PANDAS.length()).strip();
        if (!categories.equals("null") && !categories.equals("[]")) {
          throw new UnservableModelException(
              "The model was trained on pandas categories, and MLflow itself cannot score it: train"
                  + " it on the codes of the categories, with categorical_feature.");
        }
      }
    }
  }

  static UnservableModelException damaged(String how) {
    return new UnservableModelException("The LightGBM model is damaged: " + how + ".");
  }

  /** A whole number, signed or as large as an unsigned one of 32 bits. */
  static int integer(String text) {
    try {
      long number = Long.parseLong(text.strip());
      if (number >= Integer.MIN_VALUE && number <= 0xffff_ffffL) {
        return (int) number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw damaged("a whole number is none");
  }

  static double number(String text) {
    try {
      return switch (text) {
        case "inf" -> Double.POSITIVE_INFINITY;
        case "-inf" -> Double.NEGATIVE_INFINITY;
        case "nan", "-nan" -> Double.NaN;
        default -> Double.parseDouble(text);
      };
    } catch (NumberFormatException e) {
      throw damaged("a number is none");
    }
  }
}
