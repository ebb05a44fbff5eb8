package dev.millrace.registry.promotion;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.AliasMoveKind;
import dev.millrace.core.registry.CreatePromotion;
import dev.millrace.core.validation.Require;
import dev.millrace.registry.validation.RegistryRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request for a promotion as it came, its fields found to be of their form.
 *
 * @param version null where it is to be found out
 * @param ifCurrentVersion 0: the alias must not exist
 */
record Wish(
    String modelName,
    String alias,
    AliasMoveKind kind,
    @Nullable Integer version,
    @Nullable String source,
    @Nullable String reason,
    @Nullable String ciUrl,
    @Nullable String commit,
    @Nullable Integer ifCurrentVersion,
    List<JsonNode> gates,
    boolean dryRun,
    @Nullable String idempotencyKey) {

  static final String DEFAULT_ALIAS = "champion";
  private static final int MAX_TEXT = 5_000;
  private static final int MAX_SHORT_TEXT = 500;
  private static final int MAX_GATES = 100;
  private static final String NO_VERSION = "none";

  static Wish of(CreatePromotion request, AliasMoveKind kind) {
    String name =
        RegistryRules.modelName(Require.text(request.modelName(), "model_name"), "model_name");
    String source = text(request.source(), "source", MAX_SHORT_TEXT);
    boolean rollback = kind == AliasMoveKind.ROLLBACK;
    if (request.version() != null && source != null) {
      throw MlflowException.invalidParameter("Give 'version' or 'source', not both.");
    }
    if (!rollback && source == null) {
      Require.text(request.version(), "version");
    }
    List<JsonNode> gates = Require.listOrEmpty(request.gates());
    if (gates.size() > MAX_GATES) {
      throw MlflowException.invalidParameter("At most " + MAX_GATES + " gates may be given.");
    }
    return new Wish(
        name,
        RegistryRules.settableAlias(
            request.alias() == null || request.alias().isEmpty() ? DEFAULT_ALIAS : request.alias()),
        kind,
        request.version() == null ? null : RegistryRules.version(request.version()),
        source,
        text(request.reason(), "reason", MAX_TEXT),
        text(request.ciUrl(), "ci_url", RegistryRules.MAX_URI_LENGTH),
        text(request.commit(), "commit", MAX_SHORT_TEXT),
        current(request.ifCurrentVersion()),
        gates,
        Boolean.TRUE.equals(request.dryRun()),
        text(request.idempotencyKey(), "idempotency_key", MAX_SHORT_TEXT));
  }

  /** A text that may be absent; a blank one is. */
  static @Nullable String text(@Nullable String value, String field, int maxLength) {
    return value == null || value.isBlank() ? null : RegistryRules.limited(value, field, maxLength);
  }

  OpenRequest request(long modelId, int toVersion, String user) {
    return new OpenRequest(
        0,
        modelId,
        modelName,
        alias,
        kind,
        toVersion,
        ifCurrentVersion,
        reason,
        ciUrl,
        commit,
        gates,
        user,
        System.currentTimeMillis(),
        idempotencyKey);
  }

  private static @Nullable Integer current(@Nullable String version) {
    if (version == null || version.isEmpty()) {
      return null;
    }
    return version.equals(NO_VERSION) ? 0 : (Integer) RegistryRules.version(version);
  }
}
