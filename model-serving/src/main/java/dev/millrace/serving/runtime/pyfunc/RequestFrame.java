package dev.millrace.serving.runtime.pyfunc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.signature.ColumnType;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.core.signature.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes a request as {@code worker.py} reads it: two lengths, a header in JSON, and values as
 * NumPy has them in memory.
 */
final class RequestFrame {

  private static final int LENGTHS = 8;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ObjectNode header = JSON.objectNode();

  private RequestFrame() {}

  /** The bytes, from position 0 to the limit. */
  static ByteBuffer of(ModelInput input, ObjectNode params) {
    RequestFrame frame = new RequestFrame();
    if (!params.isEmpty()) {
      frame.header.set("params", params);
    }
    if (input instanceof ModelInput.Table table) {
      return frame.table(table);
    } else if (input instanceof ModelInput.Tensors tensors) {
      return frame.tensors(List.copyOf(tensors.byName().values()));
    }
    return frame.sent((ModelInput.AsSent) input);
  }

  private ByteBuffer table(ModelInput.Table table) {
    header.put("kind", "table").put("rows", table.rowCount());
    ObjectNode texts = header.putObject("texts");
    int width = 0;
    for (int i = 0; i < table.columns().size(); i++) {
      ModelInput.Column column = table.columns().get(i);
      if (column instanceof ModelInput.Column.Texts values) {
        texts.set(Integer.toString(i), list(values.values()));
      } else {
        width += width(column.spec().type());
      }
    }
    ByteBuffer frame = begin(Math.multiplyExact(width, table.rowCount()));
    for (ModelInput.Column column : table.columns()) {
      put(frame, column);
    }
    return frame.flip();
  }

  private static int width(ColumnType type) {
    return switch (type) {
      case BOOLEAN -> 1;
      case INTEGER, FLOAT -> 4;
      case LONG, DOUBLE -> 8;
      case STRING, BINARY, DATETIME -> 0;
    };
  }

  private static void put(ByteBuffer frame, ModelInput.Column column) {
    if (column instanceof ModelInput.Column.Numbers numbers) {
      boolean single = column.spec().type() == ColumnType.FLOAT;
      for (double value : numbers.values()) {
        if (single) {
          frame.putFloat((float) value);
        } else {
          frame.putDouble(value);
        }
      }
    } else if (column instanceof ModelInput.Column.Integers integers) {
      boolean single = column.spec().type() == ColumnType.INTEGER;
      for (long value : integers.values()) {
        if (single) {
          frame.putInt((int) value);
        } else {
          frame.putLong(value);
        }
      }
    } else if (column instanceof ModelInput.Column.Booleans booleans) {
      for (boolean value : booleans.values()) {
        frame.put((byte) (value ? 1 : 0));
      }
    }
  }

  private ByteBuffer tensors(List<ModelInput.Tensor> tensors) {
    header.put("kind", "tensors");
    ArrayNode shapes = header.putArray("shapes");
    ObjectNode texts = header.putObject("texts");
    int size = 0;
    for (int i = 0; i < tensors.size(); i++) {
      ModelInput.Tensor tensor = tensors.get(i);
      ArrayNode shape = shapes.addArray();
      int count = 1;
      for (long length : tensor.shape()) {
        shape.add(length);
        count = Math.multiplyExact(count, Math.toIntExact(length));
      }
      if (tensor.values() instanceof String[] values) {
        texts.set(Integer.toString(i), list(values));
      } else {
        size = Math.addExact(size, Math.multiplyExact(count, width(tensor.spec().type())));
      }
    }
    ByteBuffer frame = begin(size);
    for (ModelInput.Tensor tensor : tensors) {
      put(frame, tensor.spec().type(), tensor.values());
    }
    return frame.flip();
  }

  private static int width(TensorType type) {
    return switch (type) {
      case BOOL, INT8, UINT8 -> 1;
      case INT16 -> 2;
      case INT32, FLOAT32 -> 4;
      case INT64, FLOAT64 -> 8;
      case STR -> 0;
    };
  }

  private static void put(ByteBuffer frame, TensorType type, Object values) {
    if (values instanceof double[] reals) {
      for (double value : reals) {
        if (type == TensorType.FLOAT32) {
          frame.putFloat((float) value);
        } else {
          frame.putDouble(value);
        }
      }
    } else if (values instanceof long[] integers) {
      for (long value : integers) {
        switch (width(type)) {
          case 1 -> frame.put((byte) value);
          case 2 -> frame.putShort((short) value);
          case 4 -> frame.putInt((int) value);
          default -> frame.putLong(value);
        }
      }
    } else if (values instanceof boolean[] booleans) {
      for (boolean value : booleans) {
        frame.put((byte) (value ? 1 : 0));
      }
    }
  }

  private ByteBuffer sent(ModelInput.AsSent sent) {
    header.put("kind", "sent").put("format", sent.format());
    byte[] body =
        sent.format().equals("csv")
            ? sent.data().textValue().getBytes(StandardCharsets.UTF_8)
            : json(sent.data());
    return begin(body.length).put(body).flip();
  }

  private ByteBuffer begin(int bodyLength) {
    byte[] bytes = json(header);
    return ByteBuffer.allocate(Math.addExact(LENGTHS + bytes.length, bodyLength))
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(bytes.length)
        .putInt(bodyLength)
        .put(bytes);
  }

  private static ArrayNode list(String[] values) {
    ArrayNode list = JSON.arrayNode(values.length);
    for (String value : values) {
      list.add(value);
    }
    return list;
  }

  private static byte[] json(Object value) {
    try {
      return MlflowJson.mapper().writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a request that is no JSON", e);
    }
  }
}
