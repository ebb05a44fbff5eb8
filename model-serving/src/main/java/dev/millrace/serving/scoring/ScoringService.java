package dev.millrace.serving.scoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.batch.ParquetBody;
import dev.millrace.batch.ScoringException;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.ScoringRequest;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.deployment.Asked;
import dev.millrace.serving.deployment.Deployment;
import dev.millrace.serving.deployment.Deployments;
import dev.millrace.serving.deployment.Lease;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers scoring requests, each from exactly one version. */
@ApplicationScoped
public class ScoringService {

  /** As the scoring server of MLflow has it. */
  static final String PARQUET_TYPE = "application/vnd.apache.parquet";

  private final Deployments deployments;
  private final boolean parquetBodies;

  ScoringService(Deployments deployments, ServingConfig config) {
    this.deployments = deployments;
    this.parquetBodies = config.parquetBodies();
  }

  /** How the body of a request to an endpoint is written; null where that is none that it takes. */
  @Nullable Format format(@Nullable String contentType) {
    Format format = Format.of(contentType);
    return format == Format.PARQUET && !parquetBodies ? null : format;
  }

  /** How a request's body is written. */
  enum Format {
    JSON,
    CSV,
    PARQUET;

    /** Whoever sends another type is told so. */
    static final String NAMES = "application/json or text/csv";

    /** Null where the type is another, or the text is not in UTF-8. */
    static @Nullable Format of(@Nullable String contentType) {
      if (contentType == null) {
        return null;
      }
      String[] parts = contentType.toLowerCase(Locale.ROOT).replace(" ", "").split(";", 2);
      if (parts[0].equals(PARQUET_TYPE)) {
        return PARQUET;
      }
      if (parts.length == 2 && !parts[1].replace("\"", "").equals("charset=utf-8")) {
        return null;
      }
      return switch (parts[0]) {
        case "application/json" -> JSON;
        case "text/csv" -> CSV;
        default -> null;
      };
    }
  }

  /**
   * Scores a request, and answers with JSON.
   *
   * @throws MlflowException as {@link Deployments#answer} and {@link ScoringRequest#fromJson}
   */
  byte[] score(String endpoint, Asked asked, Format format, byte[] body) {
    return deployments.answer(
        endpoint,
        asked,
        lease -> {
          ScoringRequest request = read(lease.deployment(), format, body);
          Object predictions = lease.score(request.input(), request.params(), asked.mayRepeat());
          lease.predicted(predictions, other -> score(other, format, body, false), body.length);
          return json(predictions, lease.withholdBelow());
        });
  }

  static Object score(Deployment deployment, Format format, byte[] body, boolean mayRepeat) {
    ScoringRequest request = read(deployment, format, body);
    return deployment.score(request.input(), request.params(), mayRepeat);
  }

  private static ScoringRequest read(Deployment deployment, Format format, byte[] body) {
    InputSchema schema = deployment.inputSchema();
    return switch (format) {
      case JSON -> ScoringRequest.fromJson(body, schema);
      case CSV -> ScoringRequest.fromCsv(body, schema);
      case PARQUET -> ScoringRequest.fromJson(jsonOfParquet(body), schema);
    };
  }

  /** As a body in JSON that is answered the same. */
  static byte[] jsonOfParquet(byte[] body) {
    try {
      return ParquetBody.asJson(body);
    } catch (ScoringException e) {
      throw new MlflowException(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }

  static byte[] json(Object predictions, @Nullable Double withholdBelow) {
    ObjectMapper mapper = MlflowJson.mapper();
    Map<String, Object> body = Map.of("predictions", predictions);
    try {
      return mapper.writeValueAsBytes(
          withholdBelow == null
              ? body
              : new Withholding(withholdBelow).apply(mapper.valueToTree(body)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("predictions that are no JSON", e);
    }
  }

  /** The version that answers now; the same errors as {@link #score}. */
  int liveVersion(String endpoint, Asked asked) {
    return deployments.look(endpoint, asked, Lease::version);
  }
}
