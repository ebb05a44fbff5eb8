package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deletes or restores many runs, all of them or none. */
public record MoveRuns(@Nullable List<String> runIds) {

  /** Those that changed; the others were deleted, or active, before. */
  public record Response(List<String> runIds) {
    public Response {
      runIds = runIds == null ? List.of() : runIds;
    }
  }
}
