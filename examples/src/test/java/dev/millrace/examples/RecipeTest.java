package dev.millrace.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;

class RecipeTest {

  @TempDir Path folder;

  private final Penguins penguins = Penguins.packed();
  private final MutableDataset<Label> training =
      Species.dataset(penguins.training(), Penguins.FILE);

  @Test
  void sameRecipeGivesTheSameModel() {
    Recipe recipe = new LogisticRegression(5, 0.1, 8, true);
    assertThat(Species.score(recipe.train(training, 3), penguins.validation()))
        .isEqualTo(Species.score(recipe.train(training, 3), penguins.validation()));
  }

  @Test
  void standardizingTheColumnsHelpsTheLinearModel() {
    Model<Label> raw = new LogisticRegression(20, 0.1, 8, false).train(training, 20);
    Model<Label> scaled = new LogisticRegression(20, 0.1, 8, true).train(training, 20);
    assertThat(Species.score(scaled, penguins.test()).accuracy())
        .isGreaterThan(Species.score(raw, penguins.test()).accuracy());
  }

  @Test
  void everyKindOfModelAnswersTheSameAfterAWayThroughItsFile() throws IOException {
    for (Recipe recipe :
        new Recipe[] {
          new LogisticRegression(5, 0.1, 8, false),
          new LogisticRegression(5, 0.1, 8, true),
          new RandomForest(5, 4, 0.5)
        }) {
      Model<Label> model = recipe.train(training, 5);
      Path file = folder.resolve("model.tribuo");
      model.serializeToFile(file);
      Model<Label> read = Model.deserializeFromFile(file).castModel(Label.class);
      assertThat(penguins.test())
          .allSatisfy(
              penguin ->
                  assertThat(Species.predict(read, penguin))
                      .isEqualTo(Species.predict(model, penguin)));
    }
  }
}
