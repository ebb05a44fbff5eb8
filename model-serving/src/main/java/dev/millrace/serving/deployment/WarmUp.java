package dev.millrace.serving.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.ScoringRequest;
import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.TensorSpec;
import dev.millrace.serving.runtime.ModelFolder;
import dev.millrace.serving.runtime.RuntimeModel;
import dev.millrace.serving.schema.ModelSchemas;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;

/**
 * Lets a candidate score before it may take traffic: its own input example, which must succeed, or
 * else a made-up row, which only warms.
 */
final class WarmUp {

  private static final Logger LOG = Logger.getLogger(WarmUp.class);

  private final ModelFolder folder;
  private final RuntimeModel model;
  private final ModelSchemas schemas;

  WarmUp(ModelFolder folder, RuntimeModel model, ModelSchemas schemas) {
    this.folder = folder;
    this.model = model;
    this.schemas = schemas;
  }

  void run() throws CandidateException {
    byte[] example;
    try {
      example = InputExample.read(folder);
    } catch (IOException e) {
      throw new CandidateException("The input example cannot be read.", false, e);
    }
    if (example != null) {
      try {
        Object predictions = score(example);
        schemas.requireRequest(ScoringRequest.fromJson(example, model.inputSchema()).input());
        schemas.requireResponse(predictions);
      } catch (MlflowException e) {
        throw new CandidateException(
            "The model does not score its own input example: " + e.text(), false, e);
      } catch (RuntimeException e) {
        throw new CandidateException("The model fails on its own input example.", false, e);
      }
      return;
    }
    try {
      score(madeUp(model.inputSchema()));
    } catch (RuntimeException e) {
      // Zeros need not be something that the model can score.
      LOG.infof("no input example was logged, and the model does not score zeros: %s", e);
    }
  }

  /** Asks until answers take no less any more, and returns the last of them. */
  private Object score(byte[] body) {
    WarmingTime time = new WarmingTime();
    Object predictions;
    do {
      predictions = model.scoreJson(body);
      time.asked();
    } while (!time.isEnough());
    return predictions;
  }

  private static byte[] madeUp(InputSchema schema) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    if (schema instanceof InputSchema.Columns columns) {
      ObjectNode row = request.putArray("dataframe_records").addObject();
      for (ColumnSpec column : columns.columns()) {
        switch (column.type()) {
          case BOOLEAN -> row.put(column.name(), false);
          case INTEGER, LONG, FLOAT, DOUBLE -> row.put(column.name(), 0);
          case STRING, BINARY -> row.put(column.name(), "");
          case DATETIME -> row.put(column.name(), "1970-01-01T00:00:00");
        }
      }
    } else if (schema instanceof InputSchema.Tensors tensors) {
      ObjectNode inputs = request.putObject("inputs");
      for (TensorSpec spec : tensors.tensors()) {
        inputs.set(spec.name(), zeros(spec, 0));
      }
    }
    return request.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode zeros(TensorSpec spec, int dimension) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (dimension == spec.shape().size()) {
      return switch (spec.type()) {
        case BOOL -> json.booleanNode(false);
        case STR -> json.textNode("");
        default -> json.numberNode(0);
      };
    }
    ArrayNode list = json.arrayNode();
    for (int i = 0; i < Math.max(1, spec.shape().get(dimension)); i++) {
      list.add(zeros(spec, dimension + 1));
    }
    return list;
  }
}
