package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sets tags of a logged model. */
public record SetLoggedModelTags(@Nullable String modelId, @Nullable List<LoggedModelTag> tags) {

  /** Nothing but success. */
  public record Response() {}
}
