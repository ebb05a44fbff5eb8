package dev.millrace.serving.runtime.lightgbm;

import java.util.List;

/**
 * A model as its file has it.
 *
 * @param featureNames as the file has them: LightGBM writes {@code _} for blanks
 * @param width how many numbers are answered for each row
 * @param averages whether the trees' sum is divided by the rounds, as in a random forest
 * @param trees of the first round, then of the second, and so on; a round has one for each number
 */
record Booster(
    List<String> featureNames, int width, boolean averages, Objective objective, List<Tree> trees) {

  Booster {
    featureNames = List.copyOf(featureNames);
    trees = List.copyOf(trees);
  }

  int features() {
    return featureNames.size();
  }

  /** What LightGBM's {@code predict} answers for a row. */
  double[] predict(double[] row) {
    double[] sums = new double[width];
    int number = 0;
    for (Tree tree : trees) {
      sums[number] += tree.predict(row);
      number = number + 1 == width ? 0 : number + 1;
    }
    int rounds = trees.size() / width;
    if (averages && rounds > 0) {
      for (int i = 0; i < width; i++) {
        sums[i] /= rounds;
      }
    }
    objective.convert(sums);
    return sums;
  }
}
