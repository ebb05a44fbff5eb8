package dev.millrace.bench.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.json.MlflowJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sweeps through the pages of the default search.
 *
 * @param medianMillis how long each page took, first page first
 */
public record PageSweep(List<Double> medianMillis) {

  /** Sweeps as often as told, one request at a time, after as many sweeps that do not count. */
  public static PageSweep of(Target target, int pageSize, int pages, int sweeps) {
    String search =
        "{\"experiment_ids\":[\"%s\"],\"max_results\":%d"
            .formatted(target.seededExperiment(), pageSize);
    List<List<Double>> times = new ArrayList<>();
    for (int page = 0; page < pages; page++) {
      times.add(new ArrayList<>());
    }
    for (int sweep = 0; sweep < 2 * sweeps; sweep++) {
      String token = "";
      for (int page = 0; page < pages; page++) {
        String body = search + (page == 0 ? "}" : ",\"page_token\":\"" + token + "\"}");
        long begin = System.nanoTime();
        byte[] answer = target.api().post("runs/search", body);
        double millis = (System.nanoTime() - begin) / 1e6;
        if (sweep >= sweeps) {
          times.get(page).add(millis);
        }
        token = tokenOf(answer);
      }
    }
    return new PageSweep(times.stream().map(PageSweep::median).toList());
  }

  private static String tokenOf(byte[] answer) {
    try {
      JsonNode token = MlflowJson.mapper().readTree(answer).path("next_page_token");
      return token.asText();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
