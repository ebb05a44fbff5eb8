package dev.millrace.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of bytes must do. */
abstract class ArtifactRepositoryContract {

  private static final int MORE_THAN_ONE_PART = 40_000_000;

  abstract ArtifactRepository repository() throws IOException;

  /** How many objects the store holds, finished or not. */
  abstract long objects() throws Exception;

  @Test
  void anObjectComesBackAsItWasWritten() throws IOException {
    byte[] content = new byte[100_000];
    new Random(1).nextBytes(content);
    String key = key();

    repository().write(key, new ByteArrayInputStream(content));

    try (InputStream read = repository().read(key, 0, content.length)) {
      assertThat(read.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void aPartOfAnObjectIsRead() throws IOException {
    String key = key();
    repository()
        .write(key, new ByteArrayInputStream("0123456789".getBytes(StandardCharsets.UTF_8)));

    try (InputStream read = repository().read(key, 3, 4)) {
      assertThat(read).hasContent("3456");
    }
    try (InputStream read = repository().read(key, 9, 1)) {
      assertThat(read).hasContent("9");
    }
  }

  @Test
  void anEmptyObjectIsAnObject() throws Exception {
    long before = objects();

    repository().write(key(), InputStream.nullInputStream());

    assertThat(objects()).isEqualTo(before + 1);
  }

  @Test
  void anObjectOfManyPartsIsOneObject() throws IOException {
    String key = key();

    repository().write(key, new RepeatedBytes(MORE_THAN_ONE_PART));

    try (InputStream read = repository().read(key, 0, MORE_THAN_ONE_PART)) {
      assertThat(read.transferTo(OutputStream.nullOutputStream())).isEqualTo(MORE_THAN_ONE_PART);
    }
  }

  @Test
  void aStreamThatBreaksOffLeavesNothing() throws Exception {
    long before = objects();
    InputStream broken =
        new SequenceInputStream(
            new RepeatedBytes(MORE_THAN_ONE_PART),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the sender went away");
              }
            });
    String key = key();

    assertThatThrownBy(() -> repository().write(key, broken)).isInstanceOf(IOException.class);

    assertThat(objects()).isEqualTo(before);
    assertThatThrownBy(() -> repository().read(key, 0, 1).close())
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void aRemovedObjectIsGoneAndAnAbsentOneIsFine() throws IOException {
    String key = key();
    repository().write(key, new RepeatedBytes(10));

    repository().remove(key);
    repository().remove(key);

    assertThatThrownBy(() -> repository().read(key, 0, 10).close())
        .isInstanceOf(FileNotFoundException.class);
  }

  private static String key() {
    String id = UUID.randomUUID().toString().replace("-", "");
    return id.substring(0, 2) + "/" + id.substring(2);
  }
}
