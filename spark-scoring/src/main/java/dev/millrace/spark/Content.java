package dev.millrace.spark;

import dev.millrace.client.Dataset;
import dev.millrace.core.data.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What is at a place, for lineage: of one file its SHA-256, as {@code millrace score} records it;
 * of several the SHA-256 of theirs, sorted, one a line.
 */
final class Content {

  private static final int MOST_TASKS = 200;

  private Content() {}

  /** Hashes the files that rows are read from, each by an executor. */
  static Dataset of(SparkSession spark, Place place, org.apache.spark.sql.Dataset<Row> rows) {
    List<String> files = List.of(rows.inputFiles());
    Hash hash = new Hash(new SerializableConfiguration(place.configuration()));
    List<String> hashes =
        spark
            .createDataset(files, Encoders.STRING())
            .repartition(Math.max(1, Math.min(files.size(), MOST_TASKS)))
            .map(hash, Encoders.STRING())
            .collectAsList();
    return new Dataset(
        place.name(),
        hashes.size() == 1 ? hashes.get(0) : together(hashes),
        place.sourceType(),
        place.uri(),
        null);
  }

  private static String together(List<String> hashes) {
    String lines = hashes.stream().sorted().map(hash -> hash + "\n").collect(Collectors.joining());
    return Sha256.hex(Sha256.newDigest().digest(lines.getBytes(StandardCharsets.UTF_8)));
  }

  private static final class Hash implements MapFunction<String, String> {

    private static final long serialVersionUID = 1L;

    private final SerializableConfiguration configuration;

    Hash(SerializableConfiguration configuration) {
      this.configuration = configuration;
    }

    @Override
    public String call(String file) throws IOException {
      Path path = new Path(URI.create(file));
      try (InputStream content = path.getFileSystem(configuration.value()).open(path)) {
        return Sha256.hex(Sha256.of(content));
      }
    }
  }
}
