package dev.millrace.systemtests.contract;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The cases under {@code system-tests/contract}, one file a feature. */
final class Corpus {

  private static final String GIVENS = "givens.yaml";

  private static final ObjectMapper YAML =
      JsonMapper.builder(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Corpus() {}

  /** As a file writes it. */
  private record Written(String name, String given, List<Step> steps) {}

  /** All cases with the steps that are given to them, in the order of file names and lines. */
  static List<ContractCase> read(Path directory) throws IOException {
    Map<String, List<Step>> givens =
        YAML.readValue(directory.resolve(GIVENS).toFile(), new TypeReference<>() {});
    List<Path> files;
    try (Stream<Path> entries = Files.list(directory)) {
      files =
          entries
              .filter(f -> f.toString().endsWith(".yaml") && !f.endsWith(GIVENS))
              .sorted()
              .toList();
    }
    List<ContractCase> cases = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Path file : files) {
      for (Written written : readFile(file)) {
        ContractCase read = withGiven(file, written, givens);
        if (!names.add(read.toString())) {
          throw new IllegalArgumentException("two cases are named '" + read + "'");
        }
        cases.add(read);
      }
    }
    return cases;
  }

  private static List<Written> readFile(Path file) {
    try {
      return YAML.readValue(file.toFile(), new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private static ContractCase withGiven(
      Path file, Written written, Map<String, List<Step>> givens) {
    String feature = file.getFileName().toString().replace(".yaml", "");
    List<Step> steps = new ArrayList<>();
    if (written.given() != null) {
      List<Step> first = givens.get(written.given());
      if (first == null) {
        throw new IllegalArgumentException(
            feature + ": " + written.name() + ": nothing is named '" + written.given() + "'");
      }
      steps.addAll(first);
    }
    steps.addAll(written.steps());
    return new ContractCase(feature, written.name(), written.given(), List.copyOf(steps));
  }
}
