package dev.millrace.examples;

import dev.millrace.client.ActiveRun;
import dev.millrace.client.ClientOptions;
import dev.millrace.client.DataFrame;
import dev.millrace.client.Endpoints;
import dev.millrace.client.Invocation;
import dev.millrace.client.MillraceClient;
import dev.millrace.client.ModelRegistry;
import dev.millrace.client.Pages;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.tracking.Run;
import dev.millrace.examples.Penguins.Penguin;
import dev.millrace.examples.Trainer.Trained;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.tribuo.Model;
import org.tribuo.classification.Label;

/** The demo's steps, from the data to the swap under load. */
final class Story {

  static final String EXPERIMENT = "penguins";
  static final String MODEL = "penguin-species";
  static final String ENDPOINT = "penguins";

  private static final int CALLERS = 4;
  private static final long ANSWERS_BEFORE = 1000;
  private static final long ANSWERS_AFTER = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final MillraceClient client;
  private final ClientOptions options;
  private final Penguins penguins;
  private final Progress progress;
  private final Trainer trainer;
  private final Map<String, Model<Label>> modelByVersion = new ConcurrentHashMap<>();

  private record Released(String version, String runId, double accuracyThroughEndpoint) {}

  Story(MillraceClient client, ClientOptions options, Penguins penguins, Progress progress) {
    this.client = client;
    this.options = options;
    this.penguins = penguins;
    this.progress = progress;
    this.trainer = new Trainer(client, EXPERIMENT, penguins);
  }

  /** True when every request was answered rightly, and each version answered some. */
  boolean tell() throws InterruptedException {
    progress.title("Millrace demo on " + options.server());
    progress.blank();
    sayData();

    Trained first =
        train("baseline", new LogisticRegression(30, 0.01, 8, false), "on the raw measurements");
    String firstVersion = register(first, "logistic regression on raw measurements");
    promote(firstVersion, "first model, so that there is something to serve");
    double firstAccuracy = serve(firstVersion);
    Released before = new Released(firstVersion, first.runId(), firstAccuracy);

    String sweepRun = sweep();
    Recipe best = bestRecipeOf(sweepRun);
    Trained second = train("candidate", best, "the best of the sweep");
    String secondVersion = register(second, "best of sweep " + sweepRun);
    return swapUnderLoad(before, second, secondVersion);
  }

  private void sayData() {
    progress.say(
        "data",
        "%d penguins measured, %d rows without measurements left out",
        penguins.measured(),
        penguins.unmeasured());
    progress.say(
        "",
        "%d to train on, %d to validate, %d to test; sha256 %s…",
        penguins.training().size(),
        penguins.validation().size(),
        penguins.test().size(),
        trainer.dataset().digest().substring(0, 16));
  }

  private Trained train(String runName, Recipe recipe, String what) {
    progress.say(
        "train",
        "%s: %s %s, %d %ss",
        runName,
        recipe.algorithm(),
        what,
        recipe.steps(),
        recipe.unit());
    Trained trained = trainer.trainAndLogModel(runName, recipe);
    progress.say(
        "",
        "validation accuracy %.1f %%, log loss %.3f; curve, data hash and model are logged",
        100 * trained.validation().accuracy(),
        trained.validation().logLoss());
    return trained;
  }

  private String register(Trained trained, String description) {
    ModelVersion version = client.registry().register(MODEL, trained.logged(), description);
    modelByVersion.put(version.version(), trained.model());
    progress.say("register", "%s is now version %s of %s", "the model", version.version(), MODEL);
    return version.version();
  }

  private void promote(String version, String reason) {
    client.registry().promote(MODEL, ModelRegistry.CHAMPION, version, reason);
    progress.say("promote", "version %s is %s (%s)", version, ModelRegistry.CHAMPION, reason);
  }

  private double serve(String version) {
    Endpoints endpoints = client.endpoints();
    endpoints.openOrGet(ENDPOINT, MODEL, ModelRegistry.CHAMPION);
    endpoints.awaitLive(ENDPOINT, version, PATIENCE);
    double accuracy = accuracyThroughEndpoint(version);
    progress.say(
        "serve",
        "endpoint %s answers with version %s; %.1f %% of the test penguins right",
        ENDPOINT,
        version,
        100 * accuracy);
    return accuracy;
  }

  /** Ten quick runs below one parent, each with other hyper-parameters. */
  private String sweep() {
    Map<String, Recipe> recipes = sweepRecipes();
    progress.say("sweep", "%d runs with other hyper-parameters", recipes.size());
    try (ActiveRun parent = client.startRun(EXPERIMENT, "sweep")) {
      parent.logParam("runs", recipes.size());
      recipes.forEach(
          (name, recipe) -> {
            Species.Score score = trainer.trainOnly(name, recipe, parent.runId());
            progress.say(
                "",
                "%-28s validation accuracy %5.1f %%, log loss %6.3f",
                name,
                100 * score.accuracy(),
                score.logLoss());
          });
      parent.finish();
      return parent.runId();
    }
  }

  private static Map<String, Recipe> sweepRecipes() {
    Map<String, Recipe> recipes = new LinkedHashMap<>();
    for (double learningRate : new double[] {0.01, 0.1, 1.0}) {
      recipes.put(
          "linear, raw, rate " + learningRate, new LogisticRegression(20, learningRate, 8, false));
    }
    for (double learningRate : new double[] {0.01, 0.03, 0.1}) {
      recipes.put(
          "linear, scaled, rate " + learningRate,
          new LogisticRegression(20, learningRate, 8, true));
    }
    for (int depth : new int[] {2, 4, 8}) {
      recipes.put("forest of 15, depth " + depth, new RandomForest(15, depth, 0.5));
    }
    recipes.put("forest of 30, depth 8", new RandomForest(30, 8, 0.5));
    return recipes;
  }

  /** Asks the server which run of the sweep was best: that is what tracking is for. */
  private Recipe bestRecipeOf(String sweepRun) {
    Run best =
        client
            .searchRuns(
                List.of(client.requireExperimentId(EXPERIMENT)),
                "tags.`%s` = '%s'".formatted(Trainer.PARENT_TAG, sweepRun),
                List.of("metrics.validation_accuracy DESC", "metrics.validation_log_loss ASC"),
                1)
            .get(0);
    String name = best.info().runName();
    progress.say("search", "best by validation accuracy, then log loss: %s", name);
    Recipe recipe = sweepRecipes().get(name);
    if (recipe == null) {
      throw new IllegalStateException("The server found a run that the sweep has not: " + name);
    }
    return recipe;
  }

  private boolean swapUnderLoad(Released before, Trained second, String secondVersion)
      throws InterruptedException {
    ClientOptions withoutRetries = options.withRetryFor(Duration.ZERO);
    try (MillraceClient callers = MillraceClient.connect(withoutRetries);
        Traffic traffic =
            new Traffic(callers.endpoints(), ENDPOINT, penguins.test(), CALLERS, this::expected)) {
      progress.say("load", "%d callers ask the endpoint without a pause, no retries", CALLERS);
      traffic.awaitAnswers(before.version(), ANSWERS_BEFORE, PATIENCE);
      long promotedNanos = System.nanoTime();
      promote(
          secondVersion,
          "validation accuracy %.1f %%".formatted(100 * second.validation().accuracy()));
      boolean answered = traffic.awaitAnswers(secondVersion, ANSWERS_AFTER, PATIENCE);
      traffic.close();
      if (!answered) {
        progress.say("", "version %s has not answered enough in time", secondVersion);
      }
      double accuracy = accuracyThroughEndpoint(secondVersion);
      Released after = new Released(secondVersion, second.runId(), accuracy);
      return conclude(traffic, before, after, promotedNanos);
    }
  }

  private boolean conclude(Traffic traffic, Released before, Released after, long promotedNanos) {
    traffic
        .firstAnswerNanos(after.version())
        .ifPresent(
            nanos ->
                progress.say(
                    "swap",
                    "first answer by version %s %d ms after the promotion was asked for",
                    after.version(),
                    (nanos - promotedNanos) / 1_000_000));
    progress.blank();
    progress.title("Requests under load");
    traffic
        .answersByVersion()
        .forEach(
            (version, count) ->
                progress.title("  answered by version %-6s %,8d".formatted(version, count)));
    progress.title("  failed                     %,8d".formatted(traffic.failed()));
    traffic.failures().forEach(failure -> progress.title("    " + failure));
    progress.blank();
    progress.title(
        "Accuracy on the %d test penguins, asked through the endpoint"
            .formatted(penguins.test().size()));
    sayAccuracy(before);
    sayAccuracy(after);
    progress.blank();
    sayPages(before, after);
    return traffic.failed() == 0
        && traffic.answersBy(before.version()) > 0
        && traffic.answersBy(after.version()) > 0;
  }

  private void sayAccuracy(Released released) {
    progress.title(
        "  version %-6s %5.1f %%"
            .formatted(released.version(), 100 * released.accuracyThroughEndpoint()));
  }

  private void sayPages(Released before, Released after) {
    Pages pages = client.pages();
    String experimentId = client.requireExperimentId(EXPERIMENT);
    progress.title("Look at it");
    progress.title("  experiment  " + pages.experiment(experimentId));
    progress.title("  run         " + pages.run(experimentId, after.runId()));
    progress.title(
        "  compare     " + pages.compareRuns(experimentId, List.of(before.runId(), after.runId())));
    progress.title("  model       " + pages.model(MODEL));
    progress.title("  endpoint    " + pages.endpoint(ENDPOINT));
  }

  private @Nullable String expected(String version, Penguin penguin) {
    Model<Label> model = modelByVersion.get(version);
    return model == null ? null : Species.predict(model, penguin);
  }

  /** Sends the whole test set in one request. */
  private double accuracyThroughEndpoint(String version) {
    DataFrame rows =
        new DataFrame(
            Penguins.COLUMNS,
            penguins.test().stream()
                .map(penguin -> List.<Object>copyOf(penguin.values()))
                .toList());
    Invocation answer = client.endpoints().invoke(ENDPOINT, rows);
    if (!version.equals(answer.modelVersion())) {
      throw new IllegalStateException(
          "Version " + answer.modelVersion() + " answered, not version " + version + ".");
    }
    int right = 0;
    for (int i = 0; i < penguins.test().size(); i++) {
      if (penguins.test().get(i).species().equals(answer.labels().get(i))) {
        right++;
      }
    }
    return (double) right / penguins.test().size();
  }
}
