package dev.millrace.tracking.purge;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.page.PageToken;
import dev.millrace.core.tracking.ListDeletedRuns;
import dev.millrace.core.tracking.ListDeletedRuns.DeletedRun;
import dev.millrace.core.validation.Require;
import dev.millrace.tracking.purge.TrashStore.Place;
import dev.millrace.tracking.purge.TrashStore.PlacedRun;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists what a purge would remove. */
@ApplicationScoped
public class TrashService {

  private static final int DEFAULT_PAGE = 100;
  private static final int LONGEST_PAGE = 1_000;
  private static final String ORDER = "deleted_time DESC, run_key DESC";

  private final TrashStore store;

  TrashService(TrashStore store) {
    this.store = store;
  }

  /** One page of the deleted runs of all experiments, the one deleted last first. */
  public ListDeletedRuns.Response runs(ListDeletedRuns request) {
    int limit = Require.within(request.maxResults(), DEFAULT_PAGE, 1, LONGEST_PAGE, "max_results");
    List<PlacedRun> found = store.deletedRuns(after(request.pageToken()), limit + 1);
    List<PlacedRun> page = found.subList(0, Math.min(limit, found.size()));
    List<DeletedRun> runs = page.stream().map(PlacedRun::run).toList();
    return new ListDeletedRuns.Response(
        runs, found.size() > limit ? token(page.get(limit - 1)) : null);
  }

  private static String token(PlacedRun last) {
    return new PageToken(List.of(last.place().deletedTime(), last.place().runKey())).encode(ORDER);
  }

  private static Place after(@Nullable String token) {
    if (token == null || token.isEmpty()) {
      return Place.BEFORE_ALL;
    }
    List<Object> keys = PageToken.decode(token, ORDER).keys();
    if (keys.size() == 2 && keys.get(0) instanceof Long time && keys.get(1) instanceof Long key) {
      return new Place(time, key);
    }
    throw MlflowException.invalidParameter("Invalid page token, could not be read");
  }
}
