package dev.millrace.registry.promotion;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.registry.AliasMoveKind;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for a promotion as it was asked; it never changes.
 *
 * @param id 0 until it is stored
 * @param ifCurrentVersion the version that the alias must point at; 0: it must not exist; null: any
 */
record OpenRequest(
    long id,
    long modelId,
    String modelName,
    String alias,
    AliasMoveKind kind,
    int toVersion,
    @Nullable Integer ifCurrentVersion,
    @Nullable String reason,
    @Nullable String ciUrl,
    @Nullable String commit,
    List<JsonNode> extraGates,
    String requestedBy,
    long createdAtMillis,
    @Nullable String idempotencyKey) {

  OpenRequest stored(long newId) {
    return new OpenRequest(
        newId,
        modelId,
        modelName,
        alias,
        kind,
        toVersion,
        ifCurrentVersion,
        reason,
        ciUrl,
        commit,
        extraGates,
        requestedBy,
        createdAtMillis,
        idempotencyKey);
  }

  /** Whether both ask for the same. */
  boolean asksTheSameAs(OpenRequest other) {
    return alias.equals(other.alias)
        && kind == other.kind
        && toVersion == other.toVersion
        && Objects.equals(ifCurrentVersion, other.ifCurrentVersion)
        && Objects.equals(reason, other.reason)
        && Objects.equals(ciUrl, other.ciUrl)
        && Objects.equals(commit, other.commit)
        && extraGates.equals(other.extraGates);
  }
}
