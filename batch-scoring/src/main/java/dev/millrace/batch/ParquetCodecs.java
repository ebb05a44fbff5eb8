package dev.millrace.batch;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * The codecs that files of tables come in. Parquet's own factory asks Hadoop for them, and brings a
 * good part of it along.
 */
final class ParquetCodecs implements CompressionCodecFactory {

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    if (codec != CompressionCodecName.SNAPPY) {
      throw new IllegalArgumentException("Nothing is written with " + codec + ".");
    }
    return new SnappyCompressor();
  }

  private static final class SnappyCompressor implements BytesInputCompressor {

    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
      return BytesInput.from(Snappy.compress(bytes.toByteArray()));
    }

    @Override
    public CompressionCodecName getCodecName() {
      return CompressionCodecName.SNAPPY;
    }

    @Override
    public void release() {}
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED -> new Decompressor(content -> content);
      case SNAPPY -> new Decompressor(Snappy::uncompress);
      case GZIP -> new Decompressor(content -> all(new GZIPInputStream(stream(content))));
      case ZSTD -> new Decompressor(content -> all(new ZstdInputStream(stream(content))));
      default ->
          throw new ScoringException(
              "The input is compressed with " + codec + ": write it with SNAPPY, GZIP or ZSTD.");
    };
  }

  private static InputStream stream(byte[] content) {
    return new java.io.ByteArrayInputStream(content);
  }

  private static byte[] all(InputStream content) throws IOException {
    try (content) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      content.transferTo(out);
      return out.toByteArray();
    }
  }

  private interface Inflate {
    byte[] apply(byte[] content) throws IOException;
  }

  private record Decompressor(Inflate inflate) implements BytesInputDecompressor {

    @Override
    public BytesInput decompress(BytesInput bytes, int uncompressedSize) throws IOException {
      return BytesInput.from(inflated(bytes.toByteArray(), uncompressedSize));
    }

    @Override
    public void decompress(
        ByteBuffer input, int compressedSize, ByteBuffer output, int uncompressedSize)
        throws IOException {
      byte[] content = new byte[compressedSize];
      input.get(content);
      output.put(inflated(content, uncompressedSize));
    }

    private byte[] inflated(byte[] content, int size) throws IOException {
      byte[] inflated = inflate.apply(content);
      if (inflated.length != size) {
        throw new IOException("A page has " + inflated.length + " bytes and not " + size + ".");
      }
      return inflated;
    }

    @Override
    public void release() {}
  }

  @Override
  public void release() {}
}
