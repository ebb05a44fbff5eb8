package dev.millrace.batch;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
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

  /** A small file may say that it holds much more than the memory does. Pages have about 1 MB. */
  private static final int LARGEST_PAGE = 256 << 20;

  private final long most;
  private long inflated;

  ParquetCodecs() {
    this(Long.MAX_VALUE);
  }

  /**
   * @param most bytes that all pages may have together, inflated
   */
  ParquetCodecs(long most) {
    this.most = most;
  }

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
      case UNCOMPRESSED -> new Decompressor((content, size) -> content);
      case SNAPPY -> new Decompressor(ParquetCodecs::snappy);
      case GZIP ->
          new Decompressor((content, size) -> first(new GZIPInputStream(stream(content)), size));
      case ZSTD ->
          new Decompressor((content, size) -> first(new ZstdInputStream(stream(content)), size));
      default ->
          throw new ScoringException(
              "The input is compressed with " + codec + ": write it with SNAPPY, GZIP or ZSTD.");
    };
  }

  private static InputStream stream(byte[] content) {
    return new ByteArrayInputStream(content);
  }

  /** So many bytes, and one more where there are more: what is not a page may have no end. */
  private static byte[] first(InputStream content, int size) throws IOException {
    try (content) {
      return content.readNBytes(size + 1);
    }
  }

  private static byte[] snappy(byte[] content, int size) throws IOException {
    if (Snappy.uncompressedLength(content) != size) {
      throw notOfSize(size);
    }
    return Snappy.uncompress(content);
  }

  private static IOException notOfSize(int size) {
    return new IOException("A page has not the " + size + " bytes that it says.");
  }

  private interface Inflate {
    /**
     * The content.
     *
     * @param size that it should have: no more is made of it than tells that it has another
     */
    byte[] apply(byte[] content, int size) throws IOException;
  }

  private final class Decompressor implements BytesInputDecompressor {

    private final Inflate inflate;

    Decompressor(Inflate inflate) {
      this.inflate = inflate;
    }

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
      if (size < 0 || size > LARGEST_PAGE) {
        throw new IOException("A page is larger than " + (LARGEST_PAGE >> 20) + " MB.");
      }
      if (size > most - ParquetCodecs.this.inflated) {
        throw new IOException("The pages are larger than " + (most >> 20) + " MB together.");
      }
      ParquetCodecs.this.inflated += size;
      byte[] inflated = inflate.apply(content, size);
      if (inflated.length != size) {
        throw notOfSize(size);
      }
      return inflated;
    }

    @Override
    public void release() {}
  }

  @Override
  public void release() {}
}
