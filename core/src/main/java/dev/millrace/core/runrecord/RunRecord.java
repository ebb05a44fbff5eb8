package dev.millrace.core.runrecord;

import dev.millrace.core.tracking.Metric;
import dev.millrace.core.tracking.Param;
import dev.millrace.core.tracking.RunStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was recorded of a run that is needed to run it again and to compare.
 *
 * @param startTime milliseconds since 1970
 * @param endTime milliseconds since 1970, absent while the run goes on
 * @param reproduces id of the run that this one is a reproduction of
 * @param hypothesis what was expected of the run, from the tag {@code millrace.hypothesis}
 * @param verdict what came of it, from the tag {@code millrace.verdict}
 * @param metrics the latest value of each
 * @param models what the run read and made
 * @param missing what it takes to run it again and was not recorded; empty for a complete record
 */
public record RunRecord(
    String runId,
    String runName,
    String experimentId,
    String experimentName,
    String user,
    RunStatus status,
    long startTime,
    @Nullable Long endTime,
    String lifecycleStage,
    @Nullable String parentRunId,
    @Nullable String reproduces,
    @Nullable String hypothesis,
    @Nullable String verdict,
    Code code,
    Environment environment,
    List<Data> datasets,
    List<Param> params,
    List<Metric> metrics,
    List<Model> models,
    List<Missing> missing) {

  public RunRecord {
    datasets = datasets == null ? List.of() : List.copyOf(datasets);
    params = params == null ? List.of() : List.copyOf(params);
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
    models = models == null ? List.of() : List.copyOf(models);
    missing = missing == null ? List.of() : List.copyOf(missing);
  }

  /**
   * What was run.
   *
   * @param dirty whether the working tree had changes that are not in the commit; absent where
   *     nobody told
   * @param entryPoint a script, {@code -m module} or a main class
   * @param directory working directory from the root of the repository
   * @param arguments absent where nobody told; what looked like a secret is masked
   */
  public record Code(
      @Nullable String repository,
      @Nullable String commit,
      @Nullable String branch,
      @Nullable Boolean dirty,
      @Nullable String sourceType,
      @Nullable String entryPoint,
      @Nullable String directory,
      @Nullable List<String> arguments) {}

  /**
   * What it ran in.
   *
   * @param language {@code python} or {@code java}
   * @param version of the language
   * @param image container image, where it ran in one that was told
   * @param files {@code requirements.txt} and the like of the models that the run made
   */
  public record Environment(
      @Nullable String language,
      @Nullable String version,
      @Nullable String operatingSystem,
      @Nullable String image,
      List<PackageVersion> packages,
      List<TextFile> files) {
    public Environment {
      packages = packages == null ? List.of() : List.copyOf(packages);
      files = files == null ? List.of() : List.copyOf(files);
    }
  }

  /**
   * One package, exactly.
   *
   * @param version or {@code @} and the URL that it came from
   * @param sha256 of a jar, lower-case hex
   */
  public record PackageVersion(String name, String version, @Nullable String sha256) {}

  /** A small text file. */
  public record TextFile(String path, String content) {}

  /**
   * A dataset that the run read.
   *
   * @param digest MLflow's digest
   * @param sha256 of the whole content, where its logger told it
   * @param source JSON text or URI, as the logger wrote it
   * @param context what it was read for, such as {@code training}
   */
  public record Data(
      String name,
      String digest,
      @Nullable String sha256,
      String sourceType,
      String source,
      @Nullable String context) {}

  /**
   * A model that the run read or made.
   *
   * @param role {@code input} or {@code output}
   * @param modelId of a logged model; absent for a folder with a model among the run's artifacts
   * @param files the first 1,000, by path
   * @param fileCount how many there are
   */
  public record Model(
      String role, @Nullable String modelId, String name, List<File> files, int fileCount) {
    public Model {
      files = files == null ? List.of() : List.copyOf(files);
    }
  }

  /** A file of a model, with the lower-case hex SHA-256 of its content. */
  public record File(String path, long sizeBytes, String sha256) {}

  /** Something that was not recorded, by its place in the record, and what follows from that. */
  public record Missing(String field, String reason) {}
}
