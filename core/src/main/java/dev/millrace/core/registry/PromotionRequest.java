package dev.millrace.core.registry;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's wish to move an alias, and how far it has come.
 *
 * @param requestId absent for a dry run, of which nothing is kept
 * @param kind {@code promotion} or {@code rollback}
 * @param fromVersion what the gates compared with; absent where the alias does not exist
 * @param createdAt milliseconds since the epoch, like {@code expiresAt}
 * @param expiresAt when an open request is given up; absent once it is over
 * @param gates what every gate found when they were asked last
 * @param reports approvals, refusals and checks, in the order they came
 */
public record PromotionRequest(
    @Nullable String requestId,
    String modelName,
    String alias,
    AliasMoveKind kind,
    PromotionState state,
    @Nullable String fromVersion,
    String toVersion,
    @Nullable String reason,
    @Nullable String ciUrl,
    @Nullable String commit,
    String user,
    long createdAt,
    @Nullable Long expiresAt,
    @Nullable Integer policyRevision,
    List<GateResult> gates,
    List<Report> reports,
    @Nullable String message) {

  public PromotionRequest {
    gates = gates == null ? List.of() : List.copyOf(gates);
    reports = reports == null ? List.of() : List.copyOf(reports);
  }

  /** What a report says. */
  public enum ReportKind {
    APPROVAL,
    REFUSAL,
    CHECK;

    /** The value on the wire and in the database. */
    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An answer to an open request.
   *
   * @param checkName of a check
   * @param passed of a check
   */
  public record Report(
      ReportKind kind,
      @Nullable String checkName,
      @Nullable Boolean passed,
      @Nullable String url,
      @Nullable String comment,
      String user,
      long createdAt) {}
}
