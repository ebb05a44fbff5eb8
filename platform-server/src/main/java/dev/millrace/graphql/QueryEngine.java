package dev.millrace.graphql;

import dev.millrace.artifacts.RunArtifactService;
import dev.millrace.core.artifact.ListArtifacts;
import dev.millrace.core.page.Page;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.registry.SearchModelVersions;
import dev.millrace.core.tracking.GetMetricHistoryBulkInterval;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.SearchDatasets;
import dev.millrace.core.tracking.SearchRuns;
import dev.millrace.core.tracking.ViewType;
import dev.millrace.registry.version.ModelVersionService;
import dev.millrace.tracking.dataset.DatasetService;
import dev.millrace.tracking.experiment.ExperimentService;
import dev.millrace.tracking.metric.MetricHistoryService;
import dev.millrace.tracking.run.RunSearchService;
import dev.millrace.tracking.run.RunService;
import graphql.GraphQL;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Joins the schema's fields to the services that answer them. */
@ApplicationScoped
class QueryEngine {

  private static final String SCHEMA = "/graphql/mlflow.graphqls";

  private final RunService runs;
  private final RunSearchService searches;
  private final ExperimentService experiments;
  private final MetricHistoryService histories;
  private final DatasetService datasets;
  private final RunArtifactService artifacts;
  private final ModelVersionService versions;

  /** Made by the first query: the start of the server does not wait for it. */
  private @Nullable GraphQL engine;

  QueryEngine(
      RunService runs,
      RunSearchService searches,
      ExperimentService experiments,
      MetricHistoryService histories,
      DatasetService datasets,
      RunArtifactService artifacts,
      ModelVersionService versions) {
    this.runs = runs;
    this.searches = searches;
    this.experiments = experiments;
    this.histories = histories;
    this.datasets = datasets;
    this.artifacts = artifacts;
    this.versions = versions;
  }

  synchronized GraphQL engine() {
    if (engine == null) {
      engine =
          GraphQL.newGraphQL(
                  new SchemaGenerator()
                      .makeExecutableSchema(new SchemaParser().parse(text()), wiring()))
              .defaultDataFetcherExceptionHandler(new FailureHandler())
              .build();
    }
    return engine;
  }

  private static String text() {
    try (InputStream schema =
        Objects.requireNonNull(QueryEngine.class.getResourceAsStream(SCHEMA), SCHEMA)) {
      return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RuntimeWiring wiring() {
    DataFetcher<Object> searchRuns = this::searchRuns;
    return RuntimeWiring.newRuntimeWiring()
        .scalar(LongString.TYPE)
        .type(
            "Query",
            type ->
                type.dataFetcher("mlflowGetRun", this::getRun)
                    .dataFetcher("mlflowGetExperiment", this::getExperiment)
                    .dataFetcher("mlflowSearchRuns", searchRuns)
                    .dataFetcher("mlflowGetMetricHistoryBulkInterval", this::getHistories)
                    .dataFetcher("mlflowListArtifacts", this::listArtifacts)
                    .dataFetcher("mlflowSearchModelVersions", this::searchModelVersions)
                    .dataFetcher("test", QueryEngine::echo))
        .type(
            "Mutation",
            type ->
                type.dataFetcher("mlflowSearchRuns", searchRuns)
                    .dataFetcher("mlflowSearchDatasets", this::searchDatasets))
        .type(
            "MlflowRunExtension",
            type ->
                type.dataFetcher("experiment", this::experimentOfRun)
                    .dataFetcher("modelVersions", this::versionsOfRun))
        .build();
  }

  private Object getRun(DataFetchingEnvironment environment) {
    QueryInput input = QueryInput.of(environment);
    String runId = input.text("runId");
    Run run = runs.getRun(Answers.text(runId == null ? input.text("runUuid") : runId));
    return Map.of("run", Answers.run(run));
  }

  private Object getExperiment(DataFetchingEnvironment environment) {
    String id = Answers.text(QueryInput.of(environment).text("experimentId"));
    return Map.of("experiment", Answers.experiment(experiments.requireExperiment(id)));
  }

  private Object searchRuns(DataFetchingEnvironment environment) {
    QueryInput input = QueryInput.of(environment);
    String view = input.text("runViewType");
    Page<Run> page =
        searches.searchRuns(
            new SearchRuns(
                input.texts("experimentIds"),
                input.text("filter"),
                view == null ? null : ViewType.valueOf(view),
                input.number("maxResults"),
                input.texts("orderBy"),
                input.text("pageToken")));
    perRequest(environment).expect(page.items());
    return Map.of(
        "runs", Answers.each(page.items(), Answers::run),
        "nextPageToken", Answers.text(page.nextPageToken()));
  }

  private Object getHistories(DataFetchingEnvironment environment) {
    QueryInput input = QueryInput.of(environment);
    List<String> runIds = input.texts("runIds");
    return Map.of(
        "metrics",
        // MLflow: no runs have no history, where the REST route wants at least one.
        runIds.isEmpty()
            ? List.of()
            : Answers.each(
                histories.getBulkInterval(
                    new GetMetricHistoryBulkInterval(
                        runIds,
                        input.text("metricKey"),
                        input.number("startStep"),
                        input.number("endStep"),
                        input.number("maxResults"))),
                Answers::metric));
  }

  private Object listArtifacts(DataFetchingEnvironment environment) {
    QueryInput input = QueryInput.of(environment);
    return Answers.artifacts(
        artifacts.list(
            new ListArtifacts(
                input.text("runId"),
                input.text("runUuid"),
                input.text("path"),
                input.text("pageToken"))));
  }

  private Object searchModelVersions(DataFetchingEnvironment environment) {
    QueryInput input = QueryInput.of(environment);
    SearchModelVersions.Response found =
        versions.search(
            new SearchModelVersions(
                input.text("filter"),
                input.longNumber("maxResults"),
                input.texts("orderBy"),
                input.text("pageToken")));
    return Map.of(
        "modelVersions", Answers.each(found.modelVersions(), Answers::modelVersion),
        "nextPageToken", Answers.text(found.nextPageToken()));
  }

  private Object searchDatasets(DataFetchingEnvironment environment) {
    return Map.of(
        "datasetSummaries",
        Answers.each(
            datasets.searchDatasets(
                new SearchDatasets(QueryInput.of(environment).texts("experimentIds"))),
            Answers::dataset));
  }

  private static Object echo(DataFetchingEnvironment environment) {
    Map<String, Object> output = new HashMap<>();
    output.put("output", environment.getArgument("inputString"));
    return output;
  }

  private Object experimentOfRun(DataFetchingEnvironment environment) {
    return perRequest(environment)
        .experiment(
            infoOfRun(environment, "experimentId"),
            id -> Answers.experiment(experiments.requireExperiment(id)));
  }

  private Object versionsOfRun(DataFetchingEnvironment environment) {
    return perRequest(environment)
        .versionsOf(infoOfRun(environment, "runId"), this::versionsOfRuns);
  }

  private List<ModelVersion> versionsOfRuns(Set<String> runIds) {
    String filter = runIds.stream().collect(Collectors.joining("', '", "run_id IN ('", "')"));
    return versions.search(new SearchModelVersions(filter, null, null, null)).modelVersions();
  }

  private static String infoOfRun(DataFetchingEnvironment environment, String field) {
    Map<String, Map<String, String>> run = Objects.requireNonNull(environment.getSource());
    return Objects.requireNonNull(Objects.requireNonNull(run.get("info")).get(field));
  }

  private static PerRequest perRequest(DataFetchingEnvironment environment) {
    return environment.getGraphQlContext().get(PerRequest.class);
  }
}
