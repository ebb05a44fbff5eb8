package dev.millrace.registry.gate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.millrace.core.artifact.ArtifactEntry;
import dev.millrace.core.artifact.ArtifactReader;
import dev.millrace.core.data.DataReport;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.MetricRange;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.registry.ModelVersionTag;
import dev.millrace.core.registry.RegisteredVersions.RegisteredVersion;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.registry.VersionOrigins;
import dev.millrace.core.runrecord.RunRecord;
import dev.millrace.core.serving.ModelTrial;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is known of a version: each thing is looked up once, when a gate first asks for it. */
public final class VersionFacts {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final int LONGEST_FILE = 10 << 20;

  private final RegisteredVersion registered;
  private final VersionOrigins origins;
  private final ArtifactReader artifacts;
  private @Nullable Map<String, MetricRange> metrics;
  private @Nullable RunRecord record;
  private @Nullable DataReport dataReport;
  private @Nullable List<ArtifactEntry> files;
  private ModelTrial.@Nullable Report loaded;

  public VersionFacts(
      RegisteredVersion registered, VersionOrigins origins, ArtifactReader artifacts) {
    this.registered = registered;
    this.origins = origins;
    this.artifacts = artifacts;
  }

  ModelVersion version() {
    return registered.version();
  }

  String label() {
    return "Version " + version().version();
  }

  Map<String, String> tags() {
    return version().tags().stream()
        .collect(Collectors.toMap(ModelVersionTag::key, ModelVersionTag::value));
  }

  /** What was measured of it; empty where nothing was. Not within a transaction. */
  Map<String, MetricRange> metrics() {
    if (metrics == null) {
      metrics = origins.metrics(new VersionOrigins.Origin(version().runId(), version().modelId()));
    }
    return metrics;
  }

  RunRecord requireRecord() throws GateException {
    if (record == null) {
      record = ofRun(origins::record);
    }
    return record;
  }

  DataReport requireDataReport() throws GateException {
    if (dataReport == null) {
      dataReport = ofRun(origins::dataReport);
    }
    return dataReport;
  }

  /** The version as the serving module takes it. */
  ServableVersion requireServable() throws GateException {
    return new ServableVersion(
        version().name(), Integer.parseInt(version().version()), requireRoot());
  }

  /** What is seen when the serving runtime loads the version and asks it nothing. */
  ModelTrial.Report requireLoaded(ModelTrial trial) throws GateException {
    if (loaded == null) {
      loaded = trial.run(requireServable(), new ModelTrial.Plan(List.of(), null));
    }
    return loaded;
  }

  /** The files of the model, by path. */
  List<ArtifactEntry> requireFiles() throws GateException {
    if (files == null) {
      files = artifacts.listAll(requireRoot());
    }
    if (files.isEmpty()) {
      throw new GateException(label() + " has no files.");
    }
    return files;
  }

  /** The {@code MLmodel} file. */
  JsonNode requireDescription() throws GateException {
    byte[] file =
        findFile("MLmodel").orElseThrow(() -> new GateException(label() + " has no MLmodel file."));
    try {
      return YAML.readTree(file);
    } catch (IOException e) {
      throw new GateException("The MLmodel file of " + label() + " is not valid YAML.", e);
    }
  }

  /** A file of the model of at most 10 MiB; empty where there is none. */
  Optional<byte[]> findFile(String path) throws GateException {
    Optional<ArtifactEntry> entry =
        requireFiles().stream().filter(file -> file.path().equals(path)).findFirst();
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    if (entry.get().sizeBytes() > LONGEST_FILE) {
      throw new GateException(label() + ": " + path + " is longer than 10 MiB.");
    }
    try (InputStream content = artifacts.open(requireRoot(), path)) {
      return Optional.of(content.readAllBytes());
    } catch (IOException e) {
      throw new GateException(label() + ": " + path + " cannot be read now.", e);
    }
  }

  private String requireRoot() throws GateException {
    String root = registered.artifactRoot();
    if (root == null) {
      throw new GateException(label() + " has no files: it is a prompt.");
    }
    return root;
  }

  private interface OfRun<T> {
    T get(String runId);
  }

  private <T> T ofRun(OfRun<T> question) throws GateException {
    String runId = version().runId();
    if (runId == null) {
      throw new GateException(label() + " comes from no run.");
    }
    try {
      return question.get(runId);
    } catch (MlflowException e) {
      if (e.code() == ErrorCode.RESOURCE_DOES_NOT_EXIST) {
        throw new GateException("The run " + runId + " of " + label() + " is gone.", e);
      }
      throw e;
    }
  }
}
