package dev.millrace.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.artifacts.ArtifactRepository.ListedObject;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
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

    repository().write(key, new ByteArrayInputStream(content), OptionalLong.of(content.length));

    try (InputStream read = repository().read(key, 0, content.length)) {
      assertThat(read.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void anObjectIsThereInItsSize() throws IOException {
    String key = key();
    write(key, "0123456789");

    assertThat(repository().holds(key, 10)).isTrue();
    assertThat(repository().holds(key, 11)).isFalse();
    assertThat(repository().holds(key(), 10)).isFalse();
  }

  @Test
  void aPartOfAnObjectIsRead() throws IOException {
    String key = key();
    write(key, "0123456789");

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

    repository().write(key(), InputStream.nullInputStream(), OptionalLong.of(0));
    repository().write(key(), InputStream.nullInputStream(), OptionalLong.empty());

    assertThat(objects()).isEqualTo(before + 2);
  }

  @Test
  void anObjectOfManyPartsIsOneObject() throws IOException {
    String key = key();

    repository().write(key, new RepeatedBytes(MORE_THAN_ONE_PART), OptionalLong.empty());

    try (InputStream read = repository().read(key, 0, MORE_THAN_ONE_PART)) {
      assertThat(read.transferTo(OutputStream.nullOutputStream())).isEqualTo(MORE_THAN_ONE_PART);
    }
  }

  @Test
  void aStreamThatBreaksOffLeavesNothing() throws Exception {
    breakOff(OptionalLong.empty());
    breakOff(OptionalLong.of(2L * MORE_THAN_ONE_PART));
  }

  private void breakOff(OptionalLong length) throws Exception {
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

    assertThatThrownBy(() -> repository().write(key, broken, length))
        .isInstanceOf(IOException.class);

    assertThat(objects()).isEqualTo(before);
    assertThatThrownBy(() -> repository().read(key, 0, 1).close())
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void aRemovedObjectIsGoneAndAnAbsentOneIsFine() throws IOException {
    String key = key();
    write(key, "0123456789");

    repository().remove(key);
    repository().remove(key);

    assertThatThrownBy(() -> repository().read(key, 0, 10).close())
        .isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void aStreamThatIsShorterThanSaidLeavesNothing() throws Exception {
    long before = objects();
    InputStream content = new RepeatedBytes(10);

    assertThatThrownBy(() -> repository().write(key(), content, OptionalLong.of(11)))
        .isInstanceOf(IOException.class);

    assertThat(objects()).isEqualTo(before);
  }

  @Test
  void objectsAreListedByKeyFromOneOn() throws IOException {
    String folder = "adopted-" + UUID.randomUUID();
    List<String> keys =
        Stream.of("/a-b.txt", "/a/b/c.txt", "/a/b.txt", "/a0.txt", "/Z.txt", "/e\u0301 x+%.txt")
            .map(name -> folder + name)
            .toList();
    for (String key : keys) {
      write(key, "12345");
    }
    List<String> sorted = keys.stream().sorted().toList();

    List<ListedObject> first = repository().list(folder + "/", "", 2);
    List<ListedObject> rest = repository().list(folder + "/", sorted.get(1), 100);

    assertThat(first)
        .containsExactly(new ListedObject(sorted.get(0), 5), new ListedObject(sorted.get(1), 5));
    assertThat(rest)
        .extracting(ListedObject::key)
        .containsExactlyElementsOf(sorted.subList(2, sorted.size()));
    for (String key : keys) {
      assertThat(repository().read(key, 0, 5)).hasContent("12345");
    }
    assertThat(repository().list(folder + "/a/", "", 100)).hasSize(2);
  }

  private void write(String key, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    repository().write(key, new ByteArrayInputStream(bytes), OptionalLong.of(bytes.length));
  }

  private static String key() {
    String id = UUID.randomUUID().toString().replace("-", "");
    return id.substring(0, 2) + "/" + id.substring(2);
  }
}
