package dev.millrace.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.bench.scenario.Target;
import dev.millrace.bench.seed.RunShape;
import dev.millrace.core.json.MlflowJson;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills both servers with what their pages have to get along with and has a browser look at it:
 * {@code web-ui/bench/ui.mjs}, which makes the table.
 */
final class UiBench {

  private static final int TABLE_RUNS = 10_000;
  private static final RunShape TABLE = RunShape.sparse(100, 1_900);
  private static final int SWEEPS = 50;
  private static final int SWEEP_RUNS = 1_500;
  private static final RunShape SWEEP = RunShape.wide(150, 50, 1_500, 5);
  private static final int CURVE_RUNS = 10;
  private static final int CURVES = 10;
  private static final int CURVE_POINTS = 10_000;

  private final PrintStream console;
  private final double share;
  private final int rounds;

  /**
   * @param share of the data, 1 for all of it
   * @param rounds of each time that is measured
   */
  UiBench(PrintStream console, double share, int rounds) {
    this.console = console;
    this.share = share;
    this.rounds = rounds;
  }

  /** What Millrace's pages are measured on, to be handed to the browser. */
  Map<String, Object> fillMillrace(String url, Target target) {
    Map<String, Object> places = new LinkedHashMap<>(fillTable(url, target));
    List<String> sweeps = new ArrayList<>();
    for (int sweep = 0; sweep < part(SWEEPS); sweep++) {
      String experiment = target.newExperiment();
      target.seedRuns(experiment, 0, part(SWEEP_RUNS), SWEEP);
      sweeps.add(experiment);
    }
    String curves = target.newExperiment();
    target.seedCurves(curves, CURVE_RUNS, CURVES, CURVE_POINTS);
    target.settle();
    places.put("sweep", sweeps.get(0));
    places.put("sweeps", sweeps.size());
    places.put("sweepRuns", part(SWEEP_RUNS));
    places.put("curves", curves);
    return places;
  }

  /** The same for MLflow's pages, which are compared where the experiment is the large one. */
  Map<String, Object> fillMlflow(String url, Target target) {
    Map<String, Object> places = fillTable(url, target);
    // As many to list, though with nothing in them.
    for (int sweep = 0; sweep < part(SWEEPS); sweep++) {
      target.newExperiment();
    }
    target.settle();
    return places;
  }

  private Map<String, Object> fillTable(String url, Target target) {
    String experiment = target.newExperiment();
    target.seedRuns(experiment, 0, part(TABLE_RUNS), TABLE);
    Map<String, Object> places = new LinkedHashMap<>();
    places.put("url", url);
    places.put("table", experiment);
    places.put("tableRuns", part(TABLE_RUNS));
    return places;
  }

  private int part(int all) {
    return Math.max(1, (int) (all * share));
  }

  /**
   * Has the browser measure; a table for people.
   *
   * @param servers what was filled, by {@code millrace} and {@code mlflow}
   */
  String measure(Map<String, Map<String, Object>> servers, Path work)
      throws IOException, InterruptedException {
    Path table = work.resolve("table.md");
    List<String> command =
        new ArrayList<>(
            List.of(
                "node",
                "web-ui/bench/ui.mjs",
                "--rounds",
                Integer.toString(rounds),
                "--table",
                table.toString()));
    servers.forEach((name, places) -> command.addAll(List.of("--" + name, json(places))));
    console.println("Looking at the pages");
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("The browser's part ended with " + exit);
    }
    return Files.readString(table);
  }

  private static String json(Map<String, Object> places) {
    try {
      return MlflowJson.mapper().writeValueAsString(places);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
