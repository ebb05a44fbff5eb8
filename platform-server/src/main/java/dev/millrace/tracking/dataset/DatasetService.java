package dev.millrace.tracking.dataset;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.tracking.DatasetSummary;
import dev.millrace.core.tracking.SearchDatasets;
import dev.millrace.core.validation.Require;
import dev.millrace.tracking.experiment.ExperimentService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** The rules of looking for datasets. */
@ApplicationScoped
public class DatasetService {

  private static final int MAX_EXPERIMENTS = 20;
  private static final int MAX_SUMMARIES = 1000;

  private final InputStore inputs;

  DatasetService(InputStore inputs) {
    this.inputs = inputs;
  }

  /** The datasets that runs of up to 20 experiments read, once per context; at most 1,000. */
  @Transactional
  public List<DatasetSummary> searchDatasets(SearchDatasets request) {
    List<String> ids = Require.listOrEmpty(request.experimentIds());
    if (ids.isEmpty()) {
      throw MlflowException.invalidParameter(
          "SearchDatasets request must specify at least one experiment_id.");
    }
    if (ids.size() > MAX_EXPERIMENTS) {
      throw MlflowException.invalidParameter(
          "SearchDatasets request cannot specify more than 20 experiment_ids. Received "
              + ids.size()
              + " experiment_ids.");
    }
    return inputs.searchDatasets(
        ids.stream().map(ExperimentService::parseId).toArray(Long[]::new), MAX_SUMMARIES);
  }
}
