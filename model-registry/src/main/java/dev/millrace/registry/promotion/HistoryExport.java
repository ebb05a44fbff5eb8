package dev.millrace.registry.promotion;

import com.fasterxml.jackson.core.JsonGenerator;
import de.siegmar.fastcsv.writer.CsvWriter;
import dev.millrace.core.data.SpreadsheetText;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.registry.GateResult;
import dev.millrace.core.registry.Promotion;
import dev.millrace.core.registry.SearchPromotions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The whole history of a model or an alias as a file, the newest entry first. */
@ApplicationScoped
class HistoryExport {

  private static final long PAGE = 1_000;
  private static final List<String> COLUMNS =
      List.of(
          "promotion_id",
          "created_at",
          "model_name",
          "alias",
          "kind",
          "outcome",
          "from_version",
          "to_version",
          "user",
          "reason",
          "message",
          "ci_url",
          "commit",
          "request_id",
          "policy_revision",
          "gates");

  private final HistoryService history;

  HistoryExport(HistoryService history) {
    this.history = history;
  }

  /** What a page of the history is written by. */
  private interface PageWriter {
    void write(List<Promotion> page) throws IOException;
  }

  /** RFC 4180, with a heading; times in UTC, gates as {@code name=status}. */
  void writeCsv(SearchPromotions.Response first, SearchPromotions request, OutputStream out)
      throws IOException {
    Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    CsvWriter csv = CsvWriter.builder().build(text);
    csv.writeRecord(COLUMNS);
    eachPage(
        first,
        request,
        page -> {
          for (Promotion promotion : page) {
            csv.writeRecord(cells(promotion));
          }
        });
    csv.flush();
  }

  /** A list of the entries as the history's route has them. */
  void writeJson(SearchPromotions.Response first, SearchPromotions request, OutputStream out)
      throws IOException {
    JsonGenerator json = MlflowJson.mapper().getFactory().createGenerator(out);
    json.writeStartArray();
    eachPage(
        first,
        request,
        page -> {
          for (Promotion promotion : page) {
            json.writeObject(promotion);
          }
        });
    json.writeEndArray();
    json.flush();
  }

  /** The first page, so that a wrong request is refused before anything is written. */
  SearchPromotions.Response firstPage(SearchPromotions request) {
    return history.search(page(request, null));
  }

  private void eachPage(
      SearchPromotions.Response first, SearchPromotions request, PageWriter writer)
      throws IOException {
    SearchPromotions.Response page = first;
    writer.write(page.promotions());
    while (page.nextPageToken() != null) {
      page = history.search(page(request, page.nextPageToken()));
      writer.write(page.promotions());
    }
  }

  private static SearchPromotions page(SearchPromotions request, @Nullable String token) {
    return new SearchPromotions(
        request.modelName(), request.alias(), request.onlyMoves(), PAGE, token);
  }

  private static List<String> cells(Promotion promotion) {
    List<@Nullable String> cells = new ArrayList<>();
    cells.add(promotion.promotionId());
    cells.add(Instant.ofEpochMilli(promotion.createdAt()).toString());
    cells.add(SpreadsheetText.safe(promotion.modelName()));
    cells.add(SpreadsheetText.safe(promotion.alias()));
    cells.add(promotion.kind().wireName());
    cells.add(promotion.outcome().wireName());
    cells.add(promotion.fromVersion());
    cells.add(promotion.toVersion());
    cells.add(SpreadsheetText.safe(promotion.user()));
    cells.add(SpreadsheetText.safe(promotion.reason()));
    cells.add(SpreadsheetText.safe(promotion.message()));
    cells.add(SpreadsheetText.safe(promotion.ciUrl()));
    cells.add(SpreadsheetText.safe(promotion.commit()));
    cells.add(promotion.requestId());
    Integer revision = promotion.policyRevision();
    cells.add(revision == null ? null : revision.toString());
    cells.add(
        SpreadsheetText.safe(
            promotion.gates().stream()
                .map((GateResult gate) -> gate.name() + "=" + gate.status().wireName())
                .collect(Collectors.joining("; "))));
    return cells.stream().map(cell -> cell == null ? "" : cell).toList();
  }
}
