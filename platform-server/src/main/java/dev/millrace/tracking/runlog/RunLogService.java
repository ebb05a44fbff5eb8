package dev.millrace.tracking.runlog;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.live.AppendLog;
import dev.millrace.core.validation.Require;
import dev.millrace.tracking.change.RunChanges;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules of logs. A writer that names itself and numbers its chunks may send each as often as it
 * likes: it is in the log once. Writers of one log do not disturb each other.
 */
@ApplicationScoped
public class RunLogService {

  private static final Pattern WRITER = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private final RunLogStore logs;
  private final RunChanges changes;
  private final RunLogConfig config;

  RunLogService(RunLogStore logs, RunChanges changes, RunLogConfig config) {
    this.logs = logs;
    this.changes = changes;
    this.config = config;
  }

  /** Part of a log: where it begins, how long it is, and how long the whole log was just now. */
  record Range(long runKey, long offset, long length, long size) {}

  /**
   * Appends bytes to the log of an active run, even if the run has ended.
   *
   * @param writer who sends them; null for a sender that sends them once
   * @param sequenceText the number the writer gives them
   */
  @Transactional
  public AppendLog.Response append(
      String runId, byte[] content, @Nullable String writer, @Nullable String sequenceText) {
    Long sequence = numberOf("sequence", sequenceText);
    checkChunk(content, writer, sequence);
    RunLogStore.RunLog log = requireLog(runId);
    if (!log.lifecycleStage().equals("active")) {
      throw MlflowException.invalidParameter(
          "The run " + runId + " must be in the 'active' state. Current state is deleted.");
    }
    if (content.length == 0) {
      return new AppendLog.Response(log.size(), log.size());
    }
    RunLogStore.LogSize size = logs.lockLog(log.runKey());
    if (writer != null && sequence != null) {
      Optional<RunLogStore.SentChunk> sent =
          logs.findChunk(log.runKey(), writer, sequence, content);
      if (sent.isPresent()) {
        return repeated(sent.get(), size, writer, sequence);
      }
    }
    checkQuota(runId, size, content.length);
    logs.appendChunk(log.runKey(), size.bytes(), content, writer, sequence);
    changes.logAppended(runId);
    return new AppendLog.Response(size.bytes(), size.bytes() + content.length);
  }

  /** Which part of a log there is to read. */
  @Transactional
  Range rangeOf(String runId, @Nullable String offset, @Nullable String limit) {
    long from = notNegative("offset", numberOf("offset", offset), 0);
    long most = notNegative("limit", numberOf("limit", limit), Long.MAX_VALUE);
    RunLogStore.RunLog log = requireLog(runId);
    long length = Math.min(most, Math.max(0, log.size() - from));
    return new Range(log.runKey(), from, length, log.size());
  }

  RunLogStream open(Range range) {
    return new RunLogStream(logs, range.runKey(), range.offset(), range.length());
  }

  /** The log of the run; RESOURCE_DOES_NOT_EXIST where there is no such run. */
  RunLogStore.RunLog requireLog(String runId) {
    return logs.findLog(runId)
        .orElseThrow(() -> MlflowException.notFound("Run with id=" + runId + " not found"));
  }

  /**
   * From where on a log of an existing run is to be followed; its beginning where nothing is said.
   */
  @Transactional
  public long tailOffset(String runId, @Nullable String offset) {
    long from = notNegative("offset", numberOf("offset", offset), 0);
    requireLog(runId);
    return from;
  }

  private static @Nullable Long numberOf(String name, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw Require.invalidValueBare(name, text, "It must be a whole number.");
    }
  }

  private static long notNegative(String name, @Nullable Long value, long otherwise) {
    if (value != null && value < 0) {
      throw Require.invalidValueBare(name, value.toString(), "It must not be negative.");
    }
    return value == null ? otherwise : value;
  }

  private static void checkChunk(byte[] content, @Nullable String writer, @Nullable Long sequence) {
    if (content.length > AppendLog.MAX_BYTES) {
      throw MlflowException.invalidParameter(
          "A piece of a log has at most "
              + AppendLog.MAX_BYTES
              + " bytes, this one has "
              + content.length
              + ".");
    }
    if ((writer == null) != (sequence == null)) {
      throw MlflowException.invalidParameter("'writer' and 'sequence' are given together.");
    }
    if (writer != null && !WRITER.matcher(writer).matches()) {
      throw Require.invalidValueBare(
          "writer", writer, "It must be 1 to 64 letters, digits, '_', '.' or '-'.");
    }
    notNegative("sequence", sequence, 0);
  }

  private static AppendLog.Response repeated(
      RunLogStore.SentChunk sent, RunLogStore.LogSize size, String writer, long sequence) {
    if (!sent.same()) {
      throw new MlflowException(
          ErrorCode.RESOURCE_CONFLICT,
          "Writer '%s' has sent other bytes as number %d.".formatted(writer, sequence));
    }
    return new AppendLog.Response(sent.offset(), size.bytes());
  }

  private void checkQuota(String runId, RunLogStore.LogSize size, int length) {
    long quota = config.quota().asLongValue();
    if (size.bytes() + length > quota) {
      throw new MlflowException(
          ErrorCode.RESOURCE_CONFLICT,
          "The log of run %s is full: it holds %d bytes, %d more are above its quota of %d (millrace.run-log.quota)."
              .formatted(runId, size.bytes(), length, quota));
    }
    if (size.chunks() >= config.maxChunks()) {
      throw new MlflowException(
          ErrorCode.RESOURCE_CONFLICT,
          "The log of run %s is full: it was sent in %d pieces (millrace.run-log.max-chunks). Send fewer, larger ones."
              .formatted(runId, size.chunks()));
    }
  }
}
