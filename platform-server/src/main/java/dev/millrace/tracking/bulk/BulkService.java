package dev.millrace.tracking.bulk;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.tracking.MoveRuns;
import dev.millrace.core.tracking.SetRunTags;
import dev.millrace.core.tracking.SetRunTags.Change;
import dev.millrace.core.validation.Keys;
import dev.millrace.core.validation.Require;
import dev.millrace.tracking.change.RunChanges;
import dev.millrace.tracking.run.LoggedData;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of changes of many runs. */
@ApplicationScoped
public class BulkService {

  private static final int MAX_RUNS = 1_000;

  private final BulkStore runs;
  private final RunChanges changes;
  private final Clock clock = Clock.systemUTC();

  BulkService(BulkStore runs, RunChanges changes) {
    this.runs = runs;
    this.changes = changes;
  }

  /** Changes tags of active runs and answers what was there before. */
  @Transactional
  List<Change> setTags(SetRunTags request) {
    List<Change> tags = Require.listOrEmpty(request.tags());
    if (tags.isEmpty()) {
      Require.text(null, "tags");
    }
    checkCount("tags", tags.size());
    Set<List<String>> named = new HashSet<>();
    for (int i = 0; i < tags.size(); i++) {
      List<String> name = checked(tags.get(i), "tags[" + i + "].");
      if (!named.add(name)) {
        throw MlflowException.invalidParameter(
            "tags[" + i + "] names a tag of a run a second time.");
      }
    }
    requireAll(tags.stream().map(Change::runId).distinct().toArray(String[]::new), true, "active");
    List<Change> previous = runs.findTags(tags);
    runs.changeTags(tags);
    tags.stream().map(Change::runId).distinct().forEach(changes::runUpdated);
    return previous;
  }

  /** Deletes those of the runs that are active. */
  @Transactional
  List<String> delete(MoveRuns request) {
    List<String> moved = move(request, "active", "deleted", clock.millis());
    moved.forEach(changes::runDeleted);
    return moved;
  }

  /** Restores those of the runs that are deleted. */
  @Transactional
  List<String> restore(MoveRuns request) {
    List<String> moved = move(request, "deleted", "active", null);
    moved.forEach(changes::runRestored);
    return moved;
  }

  private List<String> move(
      MoveRuns request, String from, String to, @Nullable Long deletedTimeMillis) {
    List<String> given = Require.listOrEmpty(request.runIds()).stream().distinct().toList();
    if (given.isEmpty()) {
      Require.text(null, "run_ids");
    }
    checkCount("run_ids", given.size());
    String[] runIds = given.toArray(String[]::new);
    requireAll(runIds, false, from);
    return runs.move(runIds, from, to, deletedTimeMillis);
  }

  private void requireAll(String[] runIds, boolean activeOnly, String stage) {
    Set<String> found = runs.lock(runIds, activeOnly ? stage : null);
    for (String runId : runIds) {
      if (!found.contains(runId)) {
        throw MlflowException.notFound(
            (activeOnly ? "Active run" : "Run") + " with id=" + runId + " not found");
      }
    }
  }

  private static List<String> checked(@Nullable Change change, String path) {
    if (change == null) {
      throw MlflowException.invalidParameter(path.substring(0, path.length() - 1) + " is null");
    }
    String runId = Require.text(change.runId(), path + "run_id");
    String key = Require.text(change.key(), path + "key");
    Keys.checkLength(path + "key", Keys.MAX_KEY_LENGTH, key);
    if (change.value() != null) {
      // What a run was made with may be taken away, whatever its name.
      Keys.checkName(key, path + "key");
    }
    // A name is more than its tag: it is changed with the run.
    if (key.equals(LoggedData.RUN_NAME_TAG)) {
      throw MlflowException.invalidParameter(
          path + "key is " + Keys.quote(key) + ", which is changed with runs/update.");
    }
    Keys.checkLength(path + "value", LoggedData.MAX_TAG_VALUE_LENGTH, change.value());
    return List.of(runId, key);
  }

  private static void checkCount(String name, int count) {
    if (count > MAX_RUNS) {
      throw MlflowException.invalidParameter(
          "At most " + MAX_RUNS + " " + name + " can be changed at once. Got " + count + ".");
    }
  }
}
