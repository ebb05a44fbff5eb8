package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactFolderTest {

  private static final String ROOT = "/api/2.0/mlflow-artifacts/artifacts/1/r1/artifacts";

  private static final String LISTING = "/api/2.0/mlflow-artifacts/artifacts";

  @TempDir Path local;

  private ScriptedServer server;
  private HttpTransport transport;
  private ArtifactFolder folder;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
    transport =
        new HttpTransport(ClientOptions.of(server.url()).withRetryFor(Duration.ofSeconds(10)));
    folder = new ArtifactFolder(transport, "mlflow-artifacts:/1/r1/artifacts");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void namesAreEncodedPartByPart() {
    server.answering(ROOT + "/plots/50%25%20%2B%20%C3%A9.txt", "{}");
    folder.put("plots/50% + é.txt", "text");
    assertThat(server.received())
        .singleElement()
        .satisfies(
            put -> {
              assertThat(put.method()).isEqualTo("PUT");
              assertThat(put.body()).isEqualTo("text");
            });
  }

  @Test
  void fileIsSentAgainFromItsBeginningAfterABusyAnswer() throws IOException {
    server.answering(ROOT + "/a.bin", "{}").thenFail(503, "{}");
    folder.put("a.bin", Files.writeString(local.resolve("a"), "content"));
    assertThat(server.received()).hasSize(2);
    assertThat(server.received()).allSatisfy(put -> assertThat(put.body()).isEqualTo("content"));
  }

  @Test
  void folderIsSentWithItsTree() throws IOException {
    Files.createDirectories(local.resolve("x/y"));
    Files.writeString(local.resolve("x/y/deep.txt"), "1");
    Files.writeString(local.resolve("top.txt"), "2");
    server.answering(ROOT + "/data/x/y/deep.txt", "{}").answering(ROOT + "/data/top.txt", "{}");
    folder.putAll(local, "data");
    assertThat(server.received())
        .extracting(ScriptedServer.Received::body)
        .containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void cutDownloadLeavesNoFile() {
    server.thenFail(404, "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"no a.bin\"}");
    Path target = local.resolve("a.bin");
    assertThatExceptionOfType(MlflowException.class)
        .isThrownBy(() -> folder.download("a.bin", target))
        .matches(e -> e.code() == ErrorCode.RESOURCE_DOES_NOT_EXIST);
    assertThat(local).isEmptyDirectory();
  }

  @Test
  void folderIsDownloadedWithItsTree() {
    server
        .answeringQuery(
            LISTING,
            "path=1%2Fr1%2Fartifacts%2Fmodel",
            "{\"files\":[{\"path\":\"MLmodel\",\"is_dir\":false},{\"path\":\"data\",\"is_dir\":true}]}")
        .answeringQuery(
            LISTING,
            "path=1%2Fr1%2Fartifacts%2Fmodel%2Fdata",
            "{\"files\":[{\"path\":\"w.bin\",\"is_dir\":false}]}")
        .answering(ROOT + "/model/MLmodel", "flavors")
        .answering(ROOT + "/model/data/w.bin", "weights");
    assertThat(folder.downloadInto("model/", local.resolve("new")))
        .contains(local.resolve("new/model"));
    assertThat(local.resolve("new/model/MLmodel")).hasContent("flavors");
    assertThat(local.resolve("new/model/data/w.bin")).hasContent("weights");
  }

  @Test
  void fileIsDownloadedToItsPath() {
    server.answering(LISTING, "{}").answering(ROOT + "/plots/roc.png", "png");
    assertThat(folder.downloadInto("plots/roc.png", local))
        .contains(local.resolve("plots/roc.png"));
    assertThat(local.resolve("plots/roc.png")).hasContent("png");
  }

  @Test
  void nothingIsDownloadedWhereNothingIs() {
    server
        .thenFail(200, "{}")
        .thenFail(404, "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"no nope\"}")
        .answering(LISTING, "{}");
    assertThat(folder.downloadInto("nope", local)).isEmpty();
    assertThat(folder.downloadInto("", local)).isEmpty();
    assertThat(local).isEmptyDirectory();
  }

  @Test
  void pathOfTheServerCannotLeadOutOfTheFolder() {
    server
        .answering(LISTING, "{\"files\":[{\"path\":\"../../x\",\"is_dir\":false}]}")
        .answering(ROOT + "/../../x", "bad");
    assertThatExceptionOfType(MlflowException.class)
        .isThrownBy(() -> folder.downloadInto("", local.resolve("in")))
        .withMessageContaining("../../x");
    assertThat(local).isEmptyDirectory();
  }

  @Test
  void locationThatIsNotBehindTheServerIsRefused() {
    assertThatExceptionOfType(MlflowException.class)
        .isThrownBy(() -> new ArtifactFolder(transport, "s3://bucket/1/r1"))
        .withMessageContaining("s3://bucket/1/r1");
  }
}
