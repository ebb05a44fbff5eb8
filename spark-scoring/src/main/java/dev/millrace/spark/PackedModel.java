package dev.millrace.spark;

import dev.millrace.batch.ScoringException;
import dev.millrace.client.MillraceClient;
import dev.millrace.core.data.Sha256;
import dev.millrace.core.registry.ModelVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkFiles;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * The files of a version, which Spark brings to its executors: they need no way to the server, and
 * none of them sees another version. They are broadcast, as files that are added to Spark's context
 * do not reach the executors of a session that keeps its own.
 *
 * @param id of this packing
 * @param files pieces of each, by its path
 * @param sha256 of each, by its path
 */
record PackedModel(
    String name,
    String version,
    String id,
    Broadcast<TreeMap<String, ArrayList<byte[]>>> files,
    TreeMap<String, String> sha256)
    implements Serializable {

  /** An array cannot hold every file. */
  private static final int PIECE_BYTES = 16 << 20;

  /**
   * Fetches the files, and gives them to Spark.
   *
   * @param folder where they are on their way
   */
  static PackedModel of(
      MillraceClient client, ModelVersion version, SparkSession spark, Path folder) {
    String uri = client.modelVersions().downloadUri(version.name(), version.version());
    Path model = client.downloadArtifacts(uri, folder);
    TreeMap<String, ArrayList<byte[]>> files = new TreeMap<>();
    TreeMap<String, String> sha256 = new TreeMap<>();
    try {
      for (Path file : files(model)) {
        String path = slashed(model.relativize(file));
        files.put(path, pieces(file));
        sha256.put(path, Sha256.hex(Sha256.of(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The model could not be packed: " + e.getMessage(), e);
    }
    return new PackedModel(
        version.name(),
        version.version(),
        UUID.randomUUID().toString(),
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(files),
        sha256);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(Files::isRegularFile).toList();
    }
  }

  private static ArrayList<byte[]> pieces(Path file) throws IOException {
    ArrayList<byte[]> pieces = new ArrayList<>();
    try (InputStream content = Files.newInputStream(file)) {
      byte[] piece = content.readNBytes(PIECE_BYTES);
      while (piece.length > 0) {
        pieces.add(piece);
        piece = content.readNBytes(PIECE_BYTES);
      }
    }
    return pieces;
  }

  private static String slashed(Path relative) {
    return Stream.iterate(0, i -> i < relative.getNameCount(), i -> i + 1)
        .map(i -> relative.getName(i).toString())
        .collect(Collectors.joining("/"));
  }

  /** A folder of this process, which goes with the application. */
  static Path workFolder() {
    return Path.of(SparkFiles.getRootDirectory());
  }

  /**
   * Unpacks the files on this machine, and holds them to their hashes.
   *
   * @return their folder
   * @throws ScoringException where one is not what was packed
   */
  Path unpack() throws IOException {
    Path folder = Files.createTempDirectory(workFolder(), "millrace-model-").toRealPath();
    Map<String, ArrayList<byte[]>> brought = files.value();
    for (Map.Entry<String, String> file : sha256.entrySet()) {
      Path target = folder.resolve(file.getKey()).normalize();
      if (!target.startsWith(folder)) {
        throw damaged(file.getKey());
      }
      Files.createDirectories(target.getParent());
      try (OutputStream out = Files.newOutputStream(target)) {
        for (byte[] piece : brought.getOrDefault(file.getKey(), new ArrayList<>())) {
          out.write(piece);
        }
      }
      if (!Sha256.hex(Sha256.of(target)).equals(file.getValue())) {
        throw damaged(file.getKey());
      }
    }
    return folder;
  }

  private ScoringException damaged(String file) {
    return new ScoringException(
        "The file "
            + file
            + " of version "
            + version
            + " of '"
            + name
            + "' did not come to this machine as it was packed.");
  }
}
