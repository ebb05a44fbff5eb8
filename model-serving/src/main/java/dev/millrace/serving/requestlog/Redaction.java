package dev.millrace.serving.requestlog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.LoggedRequest.Protocol;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the values of columns in bodies and answers. What cannot be read for certain, such as
 * values by their position alone, is not kept at all.
 */
final class Redaction {

  private static final ObjectReader READER =
      MlflowJson.mapper()
          .readerFor(JsonNode.class)
          .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .with(JsonNodeFactory.withExactBigDecimals(true));

  private final List<String> columns;

  Redaction(List<String> columns) {
    this.columns = columns;
  }

  /**
   * What is kept.
   *
   * @param note why nothing is
   * @param redacted whether values were replaced
   */
  record Kept(byte @Nullable [] text, @Nullable String note, boolean redacted) {

    static Kept nothing(@Nullable String note) {
      return new Kept(null, note, false);
    }
  }

  /**
   * What is kept of a body.
   *
   * @param answered whether a model took it; else its columns may be misnamed, and it is kept only
   *     where every one that is to be redacted was found
   * @throws UnkeepableException where nothing is
   */
  Kept body(Protocol protocol, byte[] text, boolean answered) {
    requireText(text);
    if (columns.isEmpty()) {
      return new Kept(text, null, false);
    }
    RedactedColumns found = new RedactedColumns(columns);
    byte[] kept =
        switch (protocol) {
          case MLFLOW_CSV -> CsvRedaction.body(found, new String(text, StandardCharsets.UTF_8));
          case MLFLOW_JSON -> bytes(MlflowRedaction.body(found, object(text)));
          case V2 -> bytes(TensorRedaction.body(found, object(text)));
        };
    if (!answered && !found.wereAllFound()) {
      throw new UnkeepableException(
          "It was refused, and does not have every column that is to be redacted.");
    }
    // Where there is none of them it is as it was, but for how it is written.
    return new Kept(kept, null, found.wereAnyFound());
  }

  /**
   * What is kept of an answer: models may repeat columns in it.
   *
   * @throws UnkeepableException where nothing is
   */
  Kept answer(Protocol protocol, byte[] text) {
    requireText(text);
    if (columns.isEmpty()) {
      return new Kept(text, null, false);
    }
    RedactedColumns found = new RedactedColumns(columns);
    ObjectNode answer = object(text);
    if (protocol == Protocol.V2) {
      TensorRedaction.outputs(found, answer);
    } else {
      found.redactFields(answer);
    }
    return found.wereAnyFound() ? new Kept(bytes(answer), null, true) : new Kept(text, null, false);
  }

  private static void requireText(byte[] text) {
    try {
      if (StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString().indexOf('\0')
          >= 0) {
        throw new UnkeepableException("It holds a NUL character.");
      }
    } catch (CharacterCodingException e) {
      throw new UnkeepableException("It is no text in UTF-8.");
    }
  }

  private static ObjectNode object(byte[] json) {
    try {
      if (READER.readTree(json) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      // Said below.
    }
    throw new UnkeepableException("It is no JSON object, and columns are to be redacted.");
  }

  private static byte[] bytes(JsonNode tree) {
    try {
      return MlflowJson.mapper().writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that is no JSON", e);
    }
  }
}
