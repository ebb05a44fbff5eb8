package dev.millrace.spark;

import dev.millrace.batch.Choice;
import dev.millrace.batch.FileFormat;
import dev.millrace.batch.PredictionColumns;
import dev.millrace.batch.ScoringException;
import dev.millrace.client.MillraceClient;
import dev.millrace.client.ScoringRun;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.serving.VersionInput;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * Scores a table with one version. All rows are scored before the first is written: what the
 * predictions are decides about the columns, and a row that cannot be scored may end the job.
 */
final class SparkScoring {

  private final SparkSession spark;
  private final MillraceClient client;
  private final ModelVersion version;
  private final Job job;

  /**
   * What is to be scored.
   *
   * @param output a folder that appears when it is complete
   * @param rejects a folder of rows that could not be scored, where there are any
   * @param singleLines whether no value of CSV has an end of line
   * @param skipsBroken whether rows are left out that cannot be scored
   * @param restarts whether what is at the output is replaced
   * @param experiment where the run is recorded; null where none is
   */
  record Job(
      String input,
      String output,
      String rejects,
      FileFormat format,
      boolean singleLines,
      Choice choice,
      boolean skipsBroken,
      int chunkRows,
      boolean restarts,
      @Nullable String experiment) {}

  /** How many rows have predictions, and how many have none. */
  record Counts(long rows, long rejected) {}

  SparkScoring(SparkSession spark, MillraceClient client, ModelVersion version, Job job) {
    this.spark = spark;
    this.client = client;
    this.version = version;
    this.job = job;
  }

  /**
   * Scores it.
   *
   * @param folder of the driver, for the model on its way
   * @throws ScoringException where it cannot be scored to its end
   */
  Counts run(java.nio.file.Path folder) throws IOException {
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    Place input = Place.of(job.input(), configuration);
    Place output = Place.of(job.output(), configuration);
    Place rejects = Place.of(job.rejects(), configuration);
    requireFree(input, output);
    requireFree(input, rejects);
    PackedModel packed = PackedModel.of(client, version, spark, folder);
    ExecutorModel model = ExecutorModel.of(packed);
    Table table = table(model.input());
    // Refuses what can be known before the first row is read.
    Object unused = table.scorer(model.input(), model);
    String experiment = job.experiment();
    dev.millrace.client.Dataset read =
        experiment == null ? null : Content.of(spark, input, table.rows());
    Counts counts = score(table, packed);
    if (counts.rejected() == 0 && job.restarts()) {
      rejects.delete();
    }
    if (experiment == null || read == null) {
      return counts;
    }
    Dataset<Row> written = spark.read().format(fileFormat()).load(job.output());
    new ScoringRun(
            version,
            read,
            Content.of(spark, output, written),
            job.choice().fingerprint(job.format(), job.skipsBroken()),
            counts.rows(),
            counts.rejected())
        .logTo(client, experiment);
    return counts;
  }

  private void requireFree(Place input, Place place) throws IOException {
    if (input.overlaps(place)) {
      throw new ScoringException("The input cannot be scored into itself: " + place.path() + ".");
    }
    if (!job.restarts() && place.exists()) {
      throw new ScoringException(
          place.path() + " is there already; --restart scores the input and replaces it.");
    }
  }

  private Table table(VersionInput input) {
    return switch (job.format()) {
      case CSV -> CsvTable.of(spark, job.input(), job.choice(), job.singleLines());
      case JSON_LINES -> new JsonLinesTable(spark, job.input(), job.choice());
      case PARQUET -> ParquetTable.of(spark, job.input(), job.choice(), input);
    };
  }

  private String fileFormat() {
    return switch (job.format()) {
      case CSV, JSON_LINES -> "text";
      case PARQUET -> "parquet";
    };
  }

  private Counts score(Table table, PackedModel packed) {
    ScorePartition partition =
        new ScorePartition(table, packed, job.chunkRows(), job.skipsBroken());
    Dataset<Row> scored =
        table
            .rows()
            .mapPartitions(partition, Encoders.row(partition.schema()))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      PredictionColumns columns = new PredictionColumns(job.choice().predictionColumn());
      long rows = 0;
      long rejected = 0;
      for (String json :
          scored
              .mapPartitions(
                  new PartitionFacts.Count(job.choice().predictionColumn()), Encoders.STRING())
              .collectAsList()) {
        PartitionFacts facts = PartitionFacts.read(json);
        rows += facts.rows();
        rejected += facts.rejected();
        facts.columns().forEach(columns::learn);
      }
      WriteRow write = new WriteRow(table, columns);
      if (rejected > 0) {
        writeRejects(scored);
      }
      table.write(
          scored
              .filter((FilterFunction<Row>) row -> row.isNullAt(ScorePartition.REJECT))
              .map(write, Encoders.row(write.schema()))
              .write()
              .mode(mode()),
          job.output());
      return new Counts(rows, rejected);
    } finally {
      Dataset<Row> unused = scored.unpersist();
    }
  }

  private void writeRejects(Dataset<Row> scored) {
    scored
        .filter((FilterFunction<Row>) row -> !row.isNullAt(ScorePartition.REJECT))
        .map(
            (MapFunction<Row, String>) row -> row.getString(ScorePartition.REJECT),
            Encoders.STRING())
        .write()
        .mode(mode())
        .text(job.rejects());
  }

  private SaveMode mode() {
    return job.restarts() ? SaveMode.Overwrite : SaveMode.ErrorIfExists;
  }
}
