package dev.millrace.examples;

import dev.millrace.examples.Penguins.Penguin;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Penguins as Tribuo sees them, and how well a model tells their species. */
final class Species {

  private static final double LEAST_PROBABILITY = 1e-15;

  private Species() {}

  /**
   * How well a model did.
   *
   * @param accuracy share of right answers
   * @param logLoss mean of −ln(probability of the right answer)
   */
  record Score(double accuracy, double logLoss) {}

  static MutableDataset<Label> dataset(List<Penguin> penguins, String name) {
    LabelFactory labels = new LabelFactory();
    MutableDataset<Label> dataset =
        new MutableDataset<>(new SimpleDataSourceProvenance(name, labels), labels);
    penguins.forEach(penguin -> dataset.add(example(penguin)));
    return dataset;
  }

  static String predict(Model<Label> model, Penguin penguin) {
    return model.predict(example(penguin)).getOutput().getLabel();
  }

  static Score score(Model<Label> model, List<Penguin> penguins) {
    int right = 0;
    double loss = 0;
    for (Penguin penguin : penguins) {
      Prediction<Label> prediction = model.predict(example(penguin));
      if (prediction.getOutput().getLabel().equals(penguin.species())) {
        right++;
      }
      loss -= Math.log(probability(prediction, penguin.species()));
    }
    return new Score((double) right / penguins.size(), loss / penguins.size());
  }

  /** Rows are the true species, columns what the model said. */
  static String confusionMatrix(Model<Label> model, List<Penguin> penguins) {
    Map<String, Map<String, Integer>> counts = new TreeMap<>();
    penguins.forEach(penguin -> counts.put(penguin.species(), new TreeMap<>()));
    for (Penguin penguin : penguins) {
      Map<String, Integer> row = counts.getOrDefault(penguin.species(), new TreeMap<>());
      row.merge(predict(model, penguin), 1, Integer::sum);
    }
    StringBuilder text = new StringBuilder("%-12s".formatted("true \\ said"));
    counts.keySet().forEach(said -> text.append("%12s".formatted(said)));
    text.append('\n');
    counts.forEach(
        (species, row) -> {
          text.append("%-12s".formatted(species));
          counts.keySet().forEach(said -> text.append("%12d".formatted(row.getOrDefault(said, 0))));
          text.append('\n');
        });
    return text.toString();
  }

  private static double probability(Prediction<Label> prediction, String species) {
    Label scored = prediction.getOutputScores().get(species);
    return Math.max(LEAST_PROBABILITY, scored == null ? 0 : scored.getScore());
  }

  private static Example<Label> example(Penguin penguin) {
    ArrayExample<Label> example = new ArrayExample<>(new Label(penguin.species()));
    for (int i = 0; i < Penguins.COLUMNS.size(); i++) {
      example.add(Penguins.COLUMNS.get(i), penguin.values().get(i));
    }
    return example;
  }
}
