package dev.millrace.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xerial.snappy.Snappy;

class ParquetCodecsTest {

  private static final int SIZE = 1 << 20;

  private static BytesInputDecompressor decompressor(CompressionCodecName codec) {
    return new ParquetCodecs().getDecompressor(codec);
  }

  private static BytesInput zeros(CompressionCodecName codec) throws IOException {
    byte[] zeros = new byte[SIZE];
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    switch (codec) {
      case GZIP -> {
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
          gzip.write(zeros);
        }
      }
      case ZSTD -> packed.write(Zstd.compress(zeros));
      case SNAPPY -> packed.write(Snappy.compress(zeros));
      default -> packed.write(zeros);
    }
    return BytesInput.from(packed.toByteArray());
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressionCodecName.class,
      names = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"})
  void aPageThatIsNotAsLongAsItSaysIsRefusedAndNotUnpacked(CompressionCodecName codec)
      throws IOException {
    assertThat(decompressor(codec).decompress(zeros(codec), SIZE).size()).isEqualTo(SIZE);
    assertThatThrownBy(() -> decompressor(codec).decompress(zeros(codec), 100))
        .isInstanceOf(IOException.class)
        .hasMessage("A page has not the 100 bytes that it says.");
    assertThatThrownBy(() -> decompressor(codec).decompress(zeros(codec), SIZE + 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bytes that it says");
    assertThatThrownBy(() -> decompressor(codec).decompress(zeros(codec), Integer.MAX_VALUE))
        .isInstanceOf(IOException.class)
        .hasMessage("A page is larger than 256 MB.");
  }
}
