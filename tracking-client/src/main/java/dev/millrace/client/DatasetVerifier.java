package dev.millrace.client;

import dev.millrace.client.DatasetCheck.Outcome;
import dev.millrace.core.data.DatasetSource;
import dev.millrace.core.data.Sha256;
import dev.millrace.core.tracking.DatasetInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Hashes what runs read once more, where their records say it is. Local files only, unless fetching
 * is allowed: a record may name any URL.
 */
public final class DatasetVerifier {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final OkHttpClient WEB =
      new OkHttpClient.Builder().connectTimeout(PATIENCE).readTimeout(PATIENCE).build();

  private final @Nullable Path root;
  private final boolean fetch;

  /**
   * @param root where to look for a file that is not at its path: below it, by as much of the end
   *     of the path as is there; or null
   * @param fetch whether sources of http and https are read
   */
  public DatasetVerifier(@Nullable Path root, boolean fetch) {
    this.root = root;
    this.fetch = fetch;
  }

  private record Found(String sha256, @Nullable Path file) {}

  /** Checks one input of a run. */
  public DatasetCheck check(DatasetInput input) {
    Recorded recorded = Recorded.of(input);
    if (!recorded.isOfBytes()) {
      String why =
          recorded.ordered() == null
              ? "the digest was made by another client, such as MLflow's hash of a pandas table"
              : "a program made this table; there is no file of it";
      return recorded.outcome(Outcome.NOT_CHECKED, why);
    }
    String scheme = recorded.scheme();
    if (scheme.equals("file")) {
      return checkFile(recorded);
    } else if (!scheme.equals("http") && !scheme.equals("https")) {
      return recorded.outcome(
          Outcome.NOT_CHECKED, "sources of kind '" + recorded.kind() + "' cannot be read");
    } else if (!fetch) {
      return recorded.outcome(Outcome.NOT_CHECKED, "it is at a URL, which was not asked for");
    }
    return checkUrl(recorded);
  }

  private DatasetCheck checkFile(Recorded recorded) {
    Path recordedPath;
    try {
      recordedPath =
          recorded.source().startsWith("file:")
              ? Path.of(URI.create(recorded.source()))
              : Path.of(recorded.source());
    } catch (IllegalArgumentException e) {
      return recorded.outcome(Outcome.NOT_CHECKED, "this is no path of a file");
    }
    Optional<Path> file = locate(recordedPath);
    if (file.isEmpty()) {
      return recorded.outcome(
          Outcome.MISSING, root == null ? "no such file" : "no such file, nor one below " + root);
    }
    try {
      String sha256 = String.valueOf(Dataset.ofFile(file.get()).sha256());
      return compare(recorded.at(file.get().toString()), new Found(sha256, file.get()));
    } catch (UncheckedIOException e) {
      return recorded.outcome(Outcome.UNREACHABLE, String.valueOf(e.getMessage()));
    }
  }

  /** The file itself, or the one below the root with the longest end of its path. */
  private Optional<Path> locate(Path recorded) {
    if (Files.isRegularFile(recorded)) {
      return Optional.of(recorded);
    }
    return root == null ? Optional.empty() : DatasetSource.findBelow(root, recorded);
  }

  private static DatasetCheck checkUrl(Recorded recorded) {
    try {
      Request request = new Request.Builder().url(recorded.source()).build();
      try (Response response = WEB.newCall(request).execute()) {
        if (response.code() == 404 || response.code() == 410) {
          return recorded.outcome(Outcome.MISSING, "HTTP " + response.code());
        } else if (response.code() != 200) {
          return recorded.outcome(Outcome.UNREACHABLE, "HTTP " + response.code());
        }
        InputStream content = response.body().byteStream();
        return compare(recorded, new Found(Sha256.hex(Sha256.of(content)), null));
      }
    } catch (IOException | IllegalArgumentException e) {
      return recorded.outcome(Outcome.UNREACHABLE, String.valueOf(e.getMessage()));
    }
  }

  private static DatasetCheck compare(Recorded recorded, Found found) {
    if (recorded.matches(found.sha256())) {
      return recorded.found(Outcome.UNCHANGED, found.sha256(), "");
    }
    return recorded.found(Outcome.CHANGED, found.sha256(), difference(recorded, found.file()));
  }

  /** Whether at least the rows are the same: what a spreadsheet does to a file when it saves it. */
  private static String difference(Recorded recorded, @Nullable Path file) {
    if (file == null || recorded.ordered() == null) {
      return "";
    }
    try {
      TableSummary now = Dataset.ofCsv(file).table();
      if (now != null && now.orderedHash().equals(recorded.ordered())) {
        return "the rows are the same and in the same order";
      } else if (now != null && now.unorderedHash().equals(recorded.unordered())) {
        return "the rows are the same in another order";
      }
      return "the rows differ";
    } catch (MalformedDataException e) {
      return "it is no table any more: " + e.getMessage();
    }
  }

  /** What a run says of an input. */
  private record Recorded(
      String name,
      String digest,
      String kind,
      String source,
      @Nullable String sha256,
      @Nullable String ordered,
      @Nullable String unordered) {

    static Recorded of(DatasetInput input) {
      dev.millrace.core.tracking.Dataset dataset = input.dataset();
      if (dataset == null) {
        return new Recorded("", "", "", "", null, null, null);
      }
      return new Recorded(
          String.valueOf(dataset.name()),
          String.valueOf(dataset.digest()),
          String.valueOf(dataset.sourceType()),
          DatasetSource.location(String.valueOf(dataset.source())).orElse(""),
          tag(input, Dataset.SHA256_TAG),
          tag(input, Dataset.ORDERED_TAG),
          tag(input, Dataset.UNORDERED_TAG));
    }

    boolean isOfBytes() {
      return sha256 != null;
    }

    boolean matches(String found) {
      return found.equals(sha256);
    }

    String scheme() {
      int colon = source.indexOf("://");
      if (colon > 0) {
        return source.substring(0, colon).toLowerCase(Locale.ROOT);
      }
      return kind.equals("local") || source.startsWith("file:") ? "file" : "";
    }

    Recorded at(String place) {
      return new Recorded(name, digest, kind, place, sha256, ordered, unordered);
    }

    DatasetCheck outcome(Outcome outcome, String detail) {
      return new DatasetCheck(name, digest, outcome, null, source, detail);
    }

    DatasetCheck found(Outcome outcome, String foundSha256, String detail) {
      String shown = foundSha256.substring(0, Math.min(digest.length(), foundSha256.length()));
      return new DatasetCheck(name, digest, outcome, shown, source, detail);
    }

    private static @Nullable String tag(DatasetInput input, String key) {
      return input.tags().stream()
          .filter(tag -> key.equals(tag.key()))
          .map(tag -> tag.value())
          .findFirst()
          .orElse(null);
    }
  }
}
