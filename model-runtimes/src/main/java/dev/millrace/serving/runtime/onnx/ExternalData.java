package dev.millrace.serving.runtime.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lists the files that an ONNX model keeps its weights in, before anything opens them.
 *
 * <p>Source: field numbers of {@code onnx.proto}. Only the messages on the way to a tensor are
 * entered; everything else is skipped.
 */
final class ExternalData {

  private enum Message {
    MODEL,
    GRAPH,
    NODE,
    ATTRIBUTE,
    FUNCTION,
    TRAINING,
    SPARSE_TENSOR,
    TENSOR,
    ENTRY
  }

  private static final Map<Message, Map<Integer, Message>> CHILDREN =
      Map.of(
          Message.MODEL,
          Map.of(7, Message.GRAPH, 20, Message.TRAINING, 25, Message.FUNCTION),
          Message.TRAINING,
          Map.of(1, Message.GRAPH, 2, Message.GRAPH),
          Message.FUNCTION,
          Map.of(7, Message.NODE, 11, Message.ATTRIBUTE),
          Message.GRAPH,
          Map.of(1, Message.NODE, 5, Message.TENSOR, 15, Message.SPARSE_TENSOR),
          Message.NODE,
          Map.of(5, Message.ATTRIBUTE),
          Message.ATTRIBUTE,
          Map.of(
              5, Message.TENSOR,
              6, Message.GRAPH,
              10, Message.TENSOR,
              11, Message.GRAPH,
              22, Message.SPARSE_TENSOR,
              23, Message.SPARSE_TENSOR),
          Message.SPARSE_TENSOR,
          Map.of(1, Message.TENSOR, 2, Message.TENSOR),
          Message.TENSOR,
          Map.of(13, Message.ENTRY),
          Message.ENTRY,
          Map.of());

  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;
  private static final int MAX_DEPTH = 100;

  private final Set<String> locations = new TreeSet<>();

  private ExternalData() {}

  /**
   * The locations as the model names them.
   *
   * @throws IOException where the file cannot be read, or is no protobuf message
   */
  static Set<String> locations(Path model) throws IOException {
    ExternalData found = new ExternalData();
    try (InputStream file = new BufferedInputStream(Files.newInputStream(model), 1 << 16)) {
      CodedInputStream in = CodedInputStream.newInstance(file);
      in.setSizeLimit(Integer.MAX_VALUE);
      found.visit(in, Message.MODEL, 0);
    }
    return found.locations;
  }

  private void visit(CodedInputStream in, Message message, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException("the graph is nested too deep");
    }
    Map<Integer, Message> children = CHILDREN.getOrDefault(message, Map.of());
    String key = "";
    String value = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      Message child = children.get(field);
      boolean nested = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if (child != null && nested) {
        int outer = in.pushLimit(in.readRawVarint32());
        visit(in, child, depth + 1);
        in.checkLastTagWas(0);
        in.popLimit(outer);
      } else if (message == Message.ENTRY && nested && field == ENTRY_KEY) {
        key = in.readString();
      } else if (message == Message.ENTRY && nested && field == ENTRY_VALUE) {
        value = in.readString();
      } else if (!in.skipField(tag)) {
        throw new IOException("the file is no ONNX model");
      }
    }
    if (key.equals("location")) {
      locations.add(value);
    }
  }
}
