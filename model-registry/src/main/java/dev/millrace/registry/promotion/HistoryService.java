package dev.millrace.registry.promotion;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.Promotion;
import dev.millrace.core.registry.SearchPromotions;
import dev.millrace.registry.alias.AliasStore;
import dev.millrace.registry.promotion.PromotionStore.Page;
import dev.millrace.registry.validation.RegistryRules;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the history of aliases. */
@ApplicationScoped
class HistoryService {

  static final int DEFAULT_MAX_RESULTS = 100;
  static final int MAX_RESULTS = 1_000;

  private final AliasStore aliases;
  private final PromotionStore promotions;

  HistoryService(AliasStore aliases, PromotionStore promotions) {
    this.aliases = aliases;
    this.promotions = promotions;
  }

  /**
   * The history of a model, or of all where none is named, newest first. A deleted model's is found
   * by the name it had.
   */
  @Transactional
  SearchPromotions.Response search(SearchPromotions request) {
    String alias =
        request.alias() == null || request.alias().isEmpty()
            ? null
            : RegistryRules.alias(request.alias());
    int maxResults = maxResults(request.maxResults());
    Page page =
        new Page(
            beforeId(request.pageToken()),
            maxResults + 1,
            Boolean.TRUE.equals(request.onlyMoves()));
    List<Promotion> found =
        request.modelName() == null || request.modelName().isEmpty()
            ? promotions.searchAll(alias, page)
            : searchModel(request.modelName(), alias, page);
    if (found.size() <= maxResults) {
      return new SearchPromotions.Response(found, null);
    }
    List<Promotion> shown = found.subList(0, maxResults);
    return new SearchPromotions.Response(shown, shown.get(maxResults - 1).promotionId());
  }

  private List<Promotion> searchModel(String name, @Nullable String alias, Page page) {
    RegistryRules.limited(name, "model_name", RegistryRules.MAX_NAME_LENGTH);
    Optional<Long> modelId = aliases.findModelId(name);
    List<Promotion> found =
        modelId
            .map(id -> promotions.searchOfModel(id, alias, page))
            .orElseGet(() -> promotions.searchByName(name, alias, page));
    boolean isFirst = page.beforeId() == Long.MAX_VALUE;
    if (found.isEmpty() && modelId.isEmpty() && alias == null && isFirst) {
      throw MlflowException.notFound("Registered Model with name=" + name + " not found");
    }
    return found;
  }

  private static int maxResults(@Nullable Long requested) {
    if (requested == null) {
      return DEFAULT_MAX_RESULTS;
    }
    if (requested < 1 || requested > MAX_RESULTS) {
      throw MlflowException.invalidParameter(
          "Invalid value "
              + requested
              + " for parameter 'max_results' supplied: It must be between 1 and "
              + MAX_RESULTS
              + ".");
    }
    return requested.intValue();
  }

  private static long beforeId(@Nullable String pageToken) {
    if (pageToken == null || pageToken.isEmpty()) {
      return Long.MAX_VALUE;
    }
    try {
      return Long.parseLong(pageToken);
    } catch (NumberFormatException e) {
      throw new MlflowException(
          ErrorCode.INVALID_PARAMETER_VALUE, "Invalid page token '" + pageToken + "'.", e);
    }
  }
}
