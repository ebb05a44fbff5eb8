package dev.millrace.tracking.trash;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.page.NewestFirst;
import dev.millrace.core.page.PageToken;
import dev.millrace.core.tracking.ListTrash;
import dev.millrace.tracking.trash.TrashStore.Placed;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rules of the trash. */
@ApplicationScoped
public class TrashService {

  private static final int DEFAULT_PAGE = 100;
  private static final String EXPERIMENTS = "experiments";
  private static final String RUNS = "runs";

  private final TrashStore store;

  TrashService(TrashStore store) {
    this.store = store;
  }

  /** A page of what is deleted. */
  ListTrash.Response list(ListTrash request) {
    String kind = Objects.requireNonNullElse(request.kind(), EXPERIMENTS);
    if (!kind.equals(EXPERIMENTS) && !kind.equals(RUNS)) {
      throw MlflowException.invalidParameter("Parameter 'kind' is 'experiments' or 'runs'.");
    }
    int most = NewestFirst.maxResults(request.maxResults(), DEFAULT_PAGE);
    String order = "trash " + kind;
    TrashStore.Place before = before(request.pageToken(), order);
    List<Placed> found =
        kind.equals(RUNS)
            ? store.findRuns(before, most + 1)
            : store.findExperiments(before, most + 1);
    boolean more = found.size() > most;
    List<Placed> page = more ? found.subList(0, most) : found;
    TrashStore.Counts counts = store.count();
    return new ListTrash.Response(
        counts.experiments(),
        counts.runs(),
        page.stream().map(Placed::item).toList(),
        more ? token(page.get(most - 1), order) : null);
  }

  private static String token(Placed last, String order) {
    return new PageToken(List.of(last.item().deletedAt(), last.key())).encode(order);
  }

  private static TrashStore.Place before(@Nullable String token, String order) {
    if (token == null || token.isEmpty()) {
      return TrashStore.Place.FIRST;
    }
    List<Object> keys = PageToken.decode(token, order).keys();
    if (keys.size() == 2 && keys.get(0) instanceof Long at && keys.get(1) instanceof Long key) {
      return new TrashStore.Place(at, key);
    }
    throw MlflowException.invalidParameter("Invalid page token, could not be read");
  }
}
