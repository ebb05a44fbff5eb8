package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.registry.ModelVersionTag;
import dev.millrace.core.tracking.DatasetInput;
import dev.millrace.core.tracking.InputTag;
import dev.millrace.core.tracking.Metric;
import dev.millrace.core.tracking.Param;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.validation.Require;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description = "Show in what two versions of a model differ; exits with 9 where they do.",
    mixinStandardHelpOptions = true,
    footer = "  millrace models diff fraud @champion 7")
final class DiffCommand implements Callable<Integer> {

  private static final String CONTEXT_TAG = "mlflow.data.context";

  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(index = "0", paramLabel = "MODEL", description = "A registered model.")
  private String model = "";

  @Parameters(index = "1", paramLabel = "A", description = "A version's number, or @alias.")
  private String first = "";

  @Parameters(index = "2", paramLabel = "B", description = "A version's number, or @alias.")
  private String second = "";

  private record Difference(String of, String key, @Nullable String a, @Nullable String b) {}

  private record Differences(String a, String b, List<Difference> differences) {}

  @Override
  public Integer call() {
    try (MillraceClient client = server.connect()) {
      ModelVersion a = VersionCommands.find(client, model, first);
      ModelVersion b = VersionCommands.find(client, model, second);
      Map<String, String> factsOfA = facts(client, a);
      Map<String, String> factsOfB = facts(client, b);
      TreeSet<String> keys = new TreeSet<>(factsOfA.keySet());
      keys.addAll(factsOfB.keySet());
      List<Difference> differences = new ArrayList<>();
      Table table =
          Table.of(
              "Nothing that is recorded differs.",
              "OF",
              "KEY",
              "V" + a.version(),
              "V" + b.version());
      for (String key : keys) {
        String left = factsOfA.get(key);
        String right = factsOfB.get(key);
        if (!Objects.equals(left, right)) {
          int space = key.indexOf(' ');
          String of = key.substring(0, space);
          String name = key.substring(space + 1);
          differences.add(new Difference(of, name, left, right));
          table.row(of, name, left, right);
        }
      }
      server.print(new Differences(a.version(), b.version(), differences), table);
      return differences.isEmpty() ? ExitCode.DONE : ExitCode.DIFFERENT;
    }
  }

  private static Map<String, String> facts(MillraceClient client, ModelVersion version) {
    Map<String, String> facts = new TreeMap<>();
    for (ModelVersionTag tag : Require.listOrEmpty(version.tags())) {
      facts.put("tag " + tag.key(), tag.value());
    }
    if (version.description() != null && !version.description().isEmpty()) {
      facts.put("version description", version.description());
    }
    if (version.runId() == null || version.runId().isEmpty()) {
      return facts;
    }
    facts.put("version run", version.runId());
    Run run = client.getRun(version.runId());
    for (Metric metric : run.data().metrics()) {
      facts.put("metric " + metric.key(), String.valueOf(metric.value()));
    }
    for (Param param : run.data().params()) {
      facts.put("param " + param.key(), String.valueOf(param.value()));
    }
    for (DatasetInput input : run.inputs().datasetInputs()) {
      if (input.dataset() != null) {
        facts.put(
            "data " + context(input) + " " + input.dataset().name(),
            String.valueOf(input.dataset().digest()));
      }
    }
    return facts;
  }

  private static String context(DatasetInput input) {
    return Require.listOrEmpty(input.tags()).stream()
        .filter(tag -> CONTEXT_TAG.equals(tag.key()))
        .map(InputTag::value)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("data");
  }
}
