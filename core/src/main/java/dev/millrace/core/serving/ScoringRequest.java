package dev.millrace.core.serving;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.core.signature.TableReader;
import dev.millrace.core.signature.TensorReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request in MLflow's scoring protocol, read strictly by what the model takes: nothing is
 * converted, left out or filled in silently.
 *
 * @param input what to score
 * @param params the request's {@code params}, an empty object where there are none
 */
public record ScoringRequest(ModelInput input, ObjectNode params) {

  private static final List<String> FORMATS =
      List.of("dataframe_split", "dataframe_records", "instances", "inputs");

  private static final ObjectReader READER =
      MlflowJson.mapper()
          .readerFor(JsonNode.class)
          .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * Reads an {@code application/json} body.
   *
   * @throws MlflowException BAD_REQUEST where it is not JSON or has not exactly one format,
   *     INVALID_PARAMETER_VALUE where the data does not fit, naming column and row
   */
  public static ScoringRequest fromJson(byte[] body, InputSchema schema) {
    ModelInput plain = PlainNumbers.read(body, schema);
    return plain == null
        ? fromAnyJson(body, schema)
        : new ScoringRequest(plain, JsonNodeFactory.instance.objectNode());
  }

  /** As {@link #fromJson}, with a tree of the request in between. */
  static ScoringRequest fromAnyJson(byte[] body, InputSchema schema) {
    ObjectNode request = readObject(body);
    String format = null;
    for (String candidate : FORMATS) {
      if (request.has(candidate)) {
        if (format != null) {
          throw oneFormat();
        }
        format = candidate;
      }
    }
    if (format == null) {
      throw oneFormat();
    }
    JsonNode params = request.path("params");
    boolean hasParams = !params.isMissingNode() && !params.isNull();
    if (hasParams && !params.isObject()) {
      throw MlflowException.invalidParameter("params must be an object.");
    }
    if (request.size() > (request.has("params") ? 2 : 1)) {
      throw new MlflowException(
          ErrorCode.BAD_REQUEST,
          "The request has fields beside " + format + " and params, which mean nothing here.");
    }
    return new ScoringRequest(
        readInput(request.get(format), format, schema),
        hasParams ? (ObjectNode) params : JsonNodeFactory.instance.objectNode());
  }

  /** Reads a {@code text/csv} body with a header line; the same errors as {@link #fromJson}. */
  public static ScoringRequest fromCsv(byte[] body, InputSchema schema) {
    if (schema instanceof InputSchema.AsSent) {
      JsonNode csv = JsonNodeFactory.instance.textNode(text(body));
      return new ScoringRequest(
          new ModelInput.AsSent("csv", csv), JsonNodeFactory.instance.objectNode());
    }
    if (!(schema instanceof InputSchema.Columns columns)) {
      throw MlflowException.invalidParameter(
          "The model takes tensors: send them as inputs or instances in a JSON body.");
    }
    return new ScoringRequest(
        new TableReader(columns).readCsv(text(body)), JsonNodeFactory.instance.objectNode());
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new MlflowException(ErrorCode.BAD_REQUEST, "The CSV body is not UTF-8.", e);
    }
  }

  private static ObjectNode readObject(byte[] body) {
    try {
      JsonNode tree = READER.readTree(body);
      if (tree instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new MlflowException(
          ErrorCode.BAD_REQUEST,
          "The request body is not valid JSON: unexpected input" + place(e.getLocation()) + ".",
          e);
    } catch (IOException e) {
      throw new MlflowException(ErrorCode.BAD_REQUEST, "The request body could not be read.", e);
    }
    throw new MlflowException(ErrorCode.BAD_REQUEST, "The request body must be a JSON object.");
  }

  private static String place(@Nullable JsonLocation location) {
    return location == null
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static ModelInput readInput(JsonNode data, String format, InputSchema schema) {
    if (schema instanceof InputSchema.AsSent) {
      return new ModelInput.AsSent(format, data);
    }
    if (schema instanceof InputSchema.Columns columns) {
      TableReader reader = new TableReader(columns);
      return switch (format) {
        case "dataframe_split" -> reader.readSplit(data);
        case "dataframe_records" -> reader.readRecords(data, format);
        default -> reader.readNamed(data, format);
      };
    }
    TensorReader reader = new TensorReader((InputSchema.Tensors) schema);
    return switch (format) {
      case "inputs" -> reader.readInputs(data);
      case "instances" -> reader.readInstances(data);
      default ->
          throw MlflowException.invalidParameter(
              "The model takes tensors: send them as inputs or instances.");
    };
  }

  private static MlflowException oneFormat() {
    return new MlflowException(
        ErrorCode.BAD_REQUEST,
        "The request must have exactly one of " + String.join(", ", FORMATS) + ".");
  }
}
