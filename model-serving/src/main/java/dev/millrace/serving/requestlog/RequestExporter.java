package dev.millrace.serving.requestlog;

import dev.millrace.core.artifact.ArtifactWriter;
import dev.millrace.core.serving.RequestLogSettings.Export;
import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.serving.deployment.WorkFolders;
import dev.millrace.serving.requestlog.LoggedRequestStore.Placed;
import dev.millrace.serving.requestlog.LoggedRequestStore.Search;
import dev.millrace.serving.requestlog.RequestExportStore.Due;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Writes hours of kept requests to the artifact store once they are over, as they were kept:
 * redacted. Each hour is written by one server, under names that depend on nothing else, so that
 * one which is written again is there once.
 */
@Singleton
class RequestExporter {

  private static final Logger LOG = Logger.getLogger(RequestExporter.class);
  private static final long WINDOW = Duration.ofHours(1).toMillis();
  private static final Duration LEASE = Duration.ofMinutes(30);
  private static final int AT_ONCE = 100;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("HH").withZone(ZoneOffset.UTC);

  private final RequestExportStore exports;
  private final LoggedRequestStore requests;
  private final ArtifactWriter artifacts;
  private final WorkFolders folders;
  private final RequestLogConfig config;
  private final ScheduledExecutorService executor =
      DaemonThreads.executor("serving-request-export");

  RequestExporter(
      RequestExportStore exports,
      LoggedRequestStore requests,
      ArtifactWriter artifacts,
      WorkFolders folders,
      RequestLogConfig config) {
    this.exports = exports;
    this.requests = requests;
    this.artifacts = artifacts;
    this.folders = folders;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    long interval = config.exportInterval().toMillis();
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(
            () -> look(System.currentTimeMillis()), interval, interval, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    executor.shutdownNow();
    executor.awaitTermination(2, TimeUnit.SECONDS);
  }

  /** Writes the hours that are over at a time, in milliseconds since the epoch. */
  void look(long nowMillis) {
    try {
      long settled = nowMillis - config.exportDelay().toMillis();
      long closed = settled - Math.floorMod(settled, WINDOW);
      List<Due> due = exports.findDue(closed, config.export());
      while (!due.isEmpty() && due.stream().map(this::write).reduce(false, Boolean::logicalOr)) {
        due = exports.findDue(closed, config.export());
      }
    } catch (RuntimeException e) {
      LOG.warnf("kept requests are written to the artifact store the next time: %s", e);
    } catch (Error e) {
      // Thrown further it would end all looks, and nobody would be told.
      LOG.error("kept requests are written to the artifact store the next time", e);
    }
  }

  /** Whether the window of a request is written now. */
  private boolean write(Due due) {
    long start = due.firstMillis() - Math.floorMod(due.firstMillis(), WINDOW);
    UUID claim = UUID.randomUUID();
    if (!exports.claim(due, start, start + WINDOW, claim, LEASE)) {
      return false;
    }
    try {
      return write(due, start, claim);
    } catch (IOException | RuntimeException e) {
      LOG.warnf("requests of endpoint %s are written the next time: %s", due.endpoint(), e);
      exports.giveUp(claim);
      return false;
    } catch (Error e) {
      exports.giveUp(claim);
      throw e;
    }
  }

  private boolean write(Due due, long start, UUID claim) throws IOException {
    Path folder = folders.create("requests-" + due.logId());
    try {
      Path jsonl = due.wants(Export.JSONL) ? folder.resolve("jsonl") : null;
      Path parquet = due.wants(Export.PARQUET) ? folder.resolve("parquet") : null;
      long written;
      try (RequestFiles files = new RequestFiles(due.endpoint(), jsonl, parquet)) {
        addAll(due.logId(), start, files);
        written = files.requests();
      }
      String jsonlUri = jsonl == null ? null : store(jsonl, due, start, "jsonl");
      String parquetUri = parquet == null ? null : store(parquet, due, start, "parquet");
      return exports.finish(claim, written, jsonlUri, parquetUri);
    } finally {
      folders.delete(folder);
    }
  }

  private void addAll(long logId, long start, RequestFiles files) throws IOException {
    Search search = new Search(logId, start, start + WINDOW - 1, null, false, null, AT_ONCE);
    List<Placed> page = requests.searchWhole(search);
    while (!page.isEmpty()) {
      for (Placed placed : page) {
        files.add(placed.request());
      }
      Placed last = page.get(page.size() - 1);
      search = new Search(logId, start, last.request().at(), null, false, last.entryId(), AT_ONCE);
      page = page.size() < AT_ONCE ? List.of() : requests.searchWhole(search);
    }
  }

  private String store(Path file, Due due, long start, String format) throws IOException {
    Instant hour = Instant.ofEpochMilli(start);
    String uri =
        "mlflow-artifacts:/request-log/%s/endpoint=%s/date=%s/%s-%d.%s"
            .formatted(
                format, due.endpoint(), DATE.format(hour), HOUR.format(hour), due.logId(), format);
    try (InputStream content = Files.newInputStream(file)) {
      artifacts.write(uri, content, Files.size(file));
    }
    return uri;
  }
}
