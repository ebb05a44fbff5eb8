package dev.millrace.registry.promotion;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.CreatePromotion;
import dev.millrace.core.registry.Promotion;
import dev.millrace.core.registry.PromotionRequest;
import dev.millrace.core.registry.PromotionRequest.Report;
import dev.millrace.core.registry.PromotionRequest.ReportKind;
import dev.millrace.core.registry.PromotionState;
import dev.millrace.core.registry.ReportOnPromotion;
import dev.millrace.core.registry.SearchPromotionRequests;
import dev.millrace.core.validation.Require;
import dev.millrace.registry.alias.AliasStore;
import dev.millrace.registry.alias.Caller;
import dev.millrace.registry.validation.RegistryRules;
import dev.millrace.registry.webhook.RegistryEvents;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people and checks answer to open requests. */
@ApplicationScoped
class ReportService {

  private static final int MAX_COMMENT = 5_000;
  private static final int MAX_CHECK_NAME = 100;

  private final AliasStore aliases;
  private final RequestStore requests;
  private final RequestViews views;
  private final Ending ending;
  private final PromotionRunner runner;
  private final RegistryEvents events;

  ReportService(
      AliasStore aliases,
      RequestStore requests,
      RequestViews views,
      Ending ending,
      PromotionRunner runner,
      RegistryEvents events) {
    this.aliases = aliases;
    this.requests = requests;
    this.views = views;
    this.ending = ending;
    this.runner = runner;
    this.events = events;
  }

  /** How a request stands; RESOURCE_DOES_NOT_EXIST where there is none of that id. */
  @Transactional
  PromotionRequest get(String id) {
    return views.of(require(id));
  }

  /** The open requests of a model. */
  @Transactional
  SearchPromotionRequests.Response open(@Nullable String modelName) {
    String name = RegistryRules.modelName(Require.text(modelName, "model_name"), "model_name");
    return new SearchPromotionRequests.Response(
        requests.open(aliases.requireModel(name)).stream().map(views::of).toList());
  }

  /**
   * Says yes.
   *
   * @throws MlflowException PERMISSION_DENIED to who asked for the promotion, RESOURCE_CONFLICT
   *     where it is over
   */
  CreatePromotion.Response approve(
      String id, ReportOnPromotion request, @Nullable Principal caller) {
    String user = Caller.nameOf(caller);
    return report(
        id, new Report(ReportKind.APPROVAL, null, null, null, comment(request), user, now()));
  }

  /** Says no, which ends the request; errors as {@link #approve}, and who asked may. */
  CreatePromotion.Response refuse(
      String id, ReportOnPromotion request, @Nullable Principal caller) {
    return report(
        id,
        new Report(
            ReportKind.REFUSAL, null, null, null, comment(request), Caller.nameOf(caller), now()));
  }

  /** A check outside tells its result; errors as {@link #approve}. */
  CreatePromotion.Response check(
      String id, String name, ReportOnPromotion request, @Nullable Principal caller) {
    return report(
        id,
        new Report(
            ReportKind.CHECK,
            RegistryRules.limited(name, "check", MAX_CHECK_NAME),
            Require.present(request.passed(), "passed"),
            Wish.text(request.url(), "url", RegistryRules.MAX_URI_LENGTH),
            comment(request),
            Caller.nameOf(caller),
            now()));
  }

  private CreatePromotion.Response report(String id, Report report) {
    OpenRequest request = QuarkusTransaction.requiringNew().call(() -> require(id));
    Optional<Promotion> ended = QuarkusTransaction.requiringNew().call(() -> note(request, report));
    boolean claimed =
        ended.isEmpty()
            && QuarkusTransaction.requiringNew()
                .call(() -> requests.claim(request.id(), runner.busyUntil()));
    Optional<Promotion> end = claimed ? runner.run(request) : ended;
    return QuarkusTransaction.requiringNew().call(() -> views.answer(request, end));
  }

  /** Writes the report down under the lock of the model; the end of the request, if it is one. */
  private Optional<Promotion> note(OpenRequest request, Report report) {
    if (aliases.lockModelOf(request.modelId()).isEmpty()) {
      throw MlflowException.notFound(
          "The registered model of promotion request " + request.id() + " was deleted.");
    }
    if (requests.findEvaluation(request.id()).isEmpty()) {
      throw new MlflowException(
          ErrorCode.RESOURCE_CONFLICT,
          "Promotion request "
              + request.id()
              + " is over: "
              + views.of(request).state().wireName()
              + ".");
    }
    if (report.kind() == ReportKind.APPROVAL && report.user().equals(request.requestedBy())) {
      throw new MlflowException(
          ErrorCode.PERMISSION_DENIED,
          "'%s' asked for promotion request %d and cannot approve it: somebody else must."
              .formatted(report.user(), request.id()));
    }
    requests.addReport(request.id(), report);
    if (report.kind() == ReportKind.APPROVAL) {
      events.promotionApproved(views.of(request), report);
    }
    if (report.kind() != ReportKind.REFUSAL) {
      return Optional.empty();
    }
    return Optional.of(
        ending.end(
            request,
            runner.snapshot(request),
            PromotionState.REFUSED,
            "Refused by "
                + report.user()
                + (report.comment() == null ? "." : ": " + report.comment()),
            requests
                .findEvaluation(request.id())
                .map(RequestStore.Evaluation::gates)
                .orElse(List.of())));
  }

  private OpenRequest require(String id) {
    try {
      Optional<OpenRequest> found = requests.find(Long.parseLong(id));
      if (found.isPresent()) {
        return found.get();
      }
    } catch (NumberFormatException noId) {
      // There is no request of an id that is no number.
    }
    throw MlflowException.notFound("There is no promotion request '" + id + "'.");
  }

  private static @Nullable String comment(ReportOnPromotion request) {
    return Wish.text(request.comment(), "comment", MAX_COMMENT);
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
