package dev.millrace.core.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST registered-models/create}. */
public record CreateRegisteredModel(
    @Nullable String name, @Nullable List<RegisteredModelTag> tags, @Nullable String description) {

  public record Response(RegisteredModel registeredModel) {}
}
