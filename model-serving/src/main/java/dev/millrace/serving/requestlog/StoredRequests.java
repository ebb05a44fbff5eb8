package dev.millrace.serving.requestlog;

import dev.millrace.core.serving.RequestLogSettings;
import dev.millrace.serving.requestlog.LoggedRequestStore.Row;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Keeps requests in the database, redacted as their log says. */
@Singleton
public class StoredRequests implements RequestSink {

  private final LoggedRequestStore requests;
  private final RequestLogStore logs;
  private final PartitionStore partitions;
  private final int longestBody;

  /** That have a partition, as far as it is known. */
  private final Set<LocalDate> days = ConcurrentHashMap.newKeySet();

  StoredRequests(
      LoggedRequestStore requests,
      RequestLogStore logs,
      PartitionStore partitions,
      RequestLogConfig config) {
    this.requests = requests;
    this.logs = logs;
    this.partitions = partitions;
    this.longestBody = Math.toIntExact(config.maxBody().asLongValue());
  }

  /**
   * By the settings as they are now: what waited while a column was to be redacted, or a log ended,
   * is treated so.
   */
  @Override
  public void write(List<Entry> batch) {
    try {
      writeOnce(batch);
    } catch (RuntimeException e) {
      days.clear();
      throw e;
    }
  }

  private void writeOnce(List<Entry> batch) {
    Map<Long, RequestLogSettings> settings =
        logs.findSettings(batch.stream().map(Entry::logId).distinct().toList());
    Map<Long, Redaction> redactions = new HashMap<>();
    settings.forEach((log, each) -> redactions.put(log, new Redaction(each.redact())));
    List<Row> rows = new ArrayList<>(batch.size());
    for (Entry entry : batch) {
      Redaction redaction = redactions.get(entry.logId());
      if (redaction != null) {
        rows.add(row(entry, redaction));
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    for (LocalDate day :
        rows.stream()
            .map(row -> PartitionKeeper.dayOf(row.entry().atMillis()))
            .collect(Collectors.toSet())) {
      if (!days.contains(day)) {
        partitions.ensure(day);
        days.add(day);
      }
    }
    requests.insert(rows);
  }

  private Row row(Entry entry, Redaction redaction) {
    Content sent = entry.body();
    Content given = entry.answer();
    Redaction.Kept body =
        sent == null
            ? Redaction.Kept.nothing(entry.bodyNote())
            : kept(
                () ->
                    redaction.body(
                        entry.protocol(),
                        sent.textOfAtMost(longestBody),
                        entry.errorCode() == null));
    Redaction.Kept answer =
        given == null
            ? Redaction.Kept.nothing(entry.answerNote())
            : kept(() -> redaction.answer(entry.protocol(), given.textOfAtMost(longestBody)));
    return new Row(
        entry,
        body.text(),
        body.note(),
        body.redacted() || answer.redacted(),
        answer.text(),
        answer.note());
  }

  private static Redaction.Kept kept(Supplier<Redaction.Kept> reading) {
    try {
      return Content.kept(reading);
    } catch (UnkeepableException e) {
      return Redaction.Kept.nothing(e.reason());
    }
  }

  /** Source: PostgreSQL's SQLSTATE classes. */
  @Override
  public boolean isWorthRetrying(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        // 22 is data that cannot be kept, 23 a constraint; a day without its partition is 23514.
        return !state.startsWith("22")
            && (!state.startsWith("23") || state.equals("23514"))
            && !state.startsWith("42");
      }
    }
    return false;
  }
}
