package dev.millrace.tracking.metric;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.core.tracking.Metric;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The format of {@code metric_inbox.points}: point after point, and what a point has in common with
 * the one before it is left out. Numbers are big endian.
 *
 * <pre>
 * point := flags (1 byte)  text (key)  [step, timestamp (8 bytes each)]  value (double, 8 bytes)
 *          [text (model id)  text (dataset name)  text (its digest)]
 * text  := count of bytes (2 bytes; -1 for none)  UTF-8
 * </pre>
 *
 * <p>Flag 1: step and timestamp are left out. Flag 2: model and dataset are left out.
 */
final class PackedPoints {

  private static final int SAME_TIME = 1;
  private static final int SAME_CONTEXT = 2;

  private static final int NONE = -1;

  private PackedPoints() {}

  /** Takes the points of a batch, one by one. */
  interface Visitor {

    void visit(SeriesContext context, Point point);
  }

  /**
   * Packs metrics.
   *
   * @param metrics checked: key, value and timestamp are present, and no text is longer than 32,767
   *     bytes
   */
  static byte[] pack(List<Metric> metrics) {
    Packer packer = new Packer();
    for (Metric metric : metrics) {
      packer.add(metric);
    }
    return packer.packed();
  }

  /** Visits the points that were packed, as points of this run. */
  static void forEach(long runKey, byte[] packed, Visitor visitor) {
    ByteBuffer in = ByteBuffer.wrap(packed);
    long step = 0;
    long timestamp = 0;
    String modelId = null;
    String datasetName = null;
    String datasetDigest = null;
    while (in.hasRemaining()) {
      int flags = in.get();
      String key = Objects.requireNonNull(text(in));
      if ((flags & SAME_TIME) == 0) {
        step = in.getLong();
        timestamp = in.getLong();
      }
      double value = in.getDouble();
      if ((flags & SAME_CONTEXT) == 0) {
        modelId = text(in);
        datasetName = text(in);
        datasetDigest = text(in);
      }
      visitor.visit(
          new SeriesContext(runKey, key, modelId, datasetName, datasetDigest),
          new Point(step, timestamp, value));
    }
  }

  private static @Nullable String text(ByteBuffer in) {
    int length = in.getShort();
    if (length == NONE) {
      return null;
    }
    String text = new String(in.array(), in.position(), length, UTF_8);
    in.position(in.position() + length);
    return text;
  }

  private static final class Packer {

    private static final int BYTES_OF_NUMBERS = 1 + 3 * Long.BYTES;

    private ByteBuffer out = ByteBuffer.allocate(256);
    private long step;
    private long timestamp;
    private @Nullable String modelId;
    private @Nullable String datasetName;
    private @Nullable String datasetDigest;

    void add(Metric metric) {
      long newStep = metric.step() == null ? 0 : metric.step();
      long newTimestamp = Objects.requireNonNull(metric.timestamp());
      String newModelId = emptyToNull(metric.modelId());
      String newDatasetName = emptyToNull(metric.datasetName());
      String newDatasetDigest = emptyToNull(metric.datasetDigest());
      boolean sameTime = newStep == step && newTimestamp == timestamp;
      boolean sameContext =
          Objects.equals(newModelId, modelId)
              && Objects.equals(newDatasetName, datasetName)
              && Objects.equals(newDatasetDigest, datasetDigest);
      step = newStep;
      timestamp = newTimestamp;
      modelId = newModelId;
      datasetName = newDatasetName;
      datasetDigest = newDatasetDigest;
      ensure(BYTES_OF_NUMBERS);
      out.put((byte) ((sameTime ? SAME_TIME : 0) | (sameContext ? SAME_CONTEXT : 0)));
      text(metric.key());
      ensure(BYTES_OF_NUMBERS);
      if (!sameTime) {
        out.putLong(step).putLong(timestamp);
      }
      out.putDouble(Objects.requireNonNull(metric.value()));
      if (!sameContext) {
        text(modelId);
        text(datasetName);
        text(datasetDigest);
      }
    }

    private void text(@Nullable String text) {
      byte[] bytes = text == null ? new byte[0] : text.getBytes(UTF_8);
      ensure(Short.BYTES + bytes.length);
      out.putShort((short) (text == null ? NONE : bytes.length)).put(bytes);
    }

    private void ensure(int bytes) {
      if (out.remaining() < bytes) {
        int capacity = Math.max(2 * out.capacity(), out.position() + bytes);
        out = ByteBuffer.allocate(capacity).put(out.flip());
      }
    }

    byte[] packed() {
      byte[] packed = new byte[out.position()];
      out.flip().get(packed);
      return packed;
    }
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
