package dev.millrace.serving.runtime.xgboost;

import dev.millrace.serving.runtime.UnservableModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What JSON and UBJSON files of XGBoost have in common. Objects are maps, lists of numbers are
 * {@code double[]}, a tree is compact as soon as it is read, and what scoring does not need is left
 * out.
 */
final class ModelDocument {

  /** XGBoost's own files are eight deep. */
  static final int MAX_DEPTH = 64;

  /** What an element of an object or of a list costs, about. */
  static final int ELEMENT_BYTES = 128;

  /** Large arrays that only training looks at. */
  private static final Set<String> UNUSED =
      Set.of("base_weights", "loss_changes", "parents", "sum_hessian");

  private ModelDocument() {}

  /**
   * Reads a file.
   *
   * @throws UnservableModelException where it is neither format, damaged or too large
   */
  static Fields read(Path file) {
    try {
      MemoryBudget budget = MemoryBudget.ofProcess();
      Object root;
      if (startsLikeUbjson(file)) {
        root = UbjsonReader.read(file, budget);
      } else if (startsLikeJson(file)) {
        root = JsonReader.read(file, budget);
      } else {
        throw new UnservableModelException(
            "The file is not an XGBoost model in UBJSON or JSON. XGBoost's old binary format is not"
                + " served: load the model in Python and save it again as .ubj or .json.");
      }
      if (!(root instanceof Map<?, ?> map)) {
        throw damaged("it is no object", null);
      }
      return new Fields(map, "");
    } catch (IOException e) {
      throw new UnservableModelException("The XGBoost model cannot be read.", e);
    }
  }

  private static boolean startsLikeJson(Path file) throws IOException {
    byte[] start = start(file);
    int at = 0;
    while (at < start.length && Character.isWhitespace(start[at])) {
      at++;
    }
    if (at == start.length || start[at] != '{') {
      return false;
    }
    at++;
    while (at < start.length && Character.isWhitespace(start[at])) {
      at++;
    }
    return at < start.length && (start[at] == '"' || start[at] == '}');
  }

  private static boolean startsLikeUbjson(Path file) throws IOException {
    byte[] start = start(file);
    return start.length > 1 && start[0] == '{' && "iUIlL#$N".indexOf(start[1]) >= 0;
  }

  private static byte[] start(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(64);
    }
  }

  static boolean isUnused(String key) {
    return UNUSED.contains(key);
  }

  /** An element of the list of that name, as it is kept. */
  static Object kept(String listName, Object element, long takenBefore, MemoryBudget budget) {
    if (listName.equals("trees") && element instanceof Map<?, ?> map) {
      Tree tree = Tree.of(new Fields(map, "tree"), budget);
      budget.settle(takenBefore, tree.bytes());
      return tree;
    }
    return element;
  }

  static void requireDepth(int depth) {
    if (depth > MAX_DEPTH) {
      throw damaged("it is nested too deeply", null);
    }
  }

  static UnservableModelException damaged(String how, @Nullable Throwable e) {
    return new UnservableModelException("The XGBoost model is damaged: " + how + ".", e);
  }

  /** An empty list has no type; an absent one is none. */
  static boolean isEmptyList(@Nullable Object value) {
    return value instanceof List<?> list && list.isEmpty()
        || value instanceof double[] numbers && numbers.length == 0;
  }
}
