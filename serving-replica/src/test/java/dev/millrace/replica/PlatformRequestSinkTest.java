package dev.millrace.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.serving.LoggedRequest.Protocol;
import dev.millrace.serving.ServerId;
import dev.millrace.serving.requestlog.Content;
import dev.millrace.serving.requestlog.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PlatformRequestSinkTest {

  private static final UnaryOperator<byte[]> BROKEN =
      bytes -> {
        throw new IllegalStateException("no tensors");
      };

  @Test
  void oneThatThePlatformRefusesTakesNoOtherWithIt() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      platform.refuse("\"refused\"");
      List<Entry> batch = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        batch.add(entry(i == 7 ? "refused" : "good-" + i, text("{}")));
      }
      sink(platform).write(batch);
      String taken = String.join("\n", platform.taken());
      assertThat(taken).contains("good-0", "good-6", "good-8", "good-9").doesNotContain("refused");
    }
  }

  @Test
  void aBodyThatCannotBeReadOrIsTooLongIsLeftOutAndSaysWhy() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      sink(platform)
          .write(
              List.of(
                  entry("broken", new Content(new byte[] {1}, BROKEN)),
                  entry("long", text("{\"a\":\"" + "b".repeat(100) + "\"}")),
                  entry("good", text("{}"))));
      assertThat(platform.taken())
          .singleElement()
          .asString()
          .contains("It could not be read.", "As text it has more than 50 bytes.", "e30=");
    }
  }

  @Test
  void whatMayPassIsTriedAgainByWhoeverWrites() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      platform.answerAsProxyWith(404);
      PlatformRequestSink sink = sink(platform);
      assertThatThrownBy(() -> sink.write(List.of(entry("one", text("{}")))))
          .isInstanceOfSatisfying(
              PlatformException.class, e -> assertThat(sink.isWorthRetrying(e)).isTrue());
    }
  }

  private static PlatformRequestSink sink(FakePlatform platform) {
    return new PlatformRequestSink(platform.client(), new ServerId(), 50);
  }

  private static Content text(String text) {
    return Content.text(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Entry entry(String requestId, Content body) {
    return new Entry(
        1,
        2,
        UUID.randomUUID(),
        requestId,
        "primary",
        1,
        Protocol.MLFLOW_JSON,
        "application/json",
        3,
        null,
        body.bytes().length,
        body,
        null,
        null,
        null);
  }
}
