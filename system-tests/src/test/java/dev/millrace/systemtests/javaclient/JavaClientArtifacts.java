package dev.millrace.systemtests.javaclient;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mlflow.api.proto.Service.FileInfo;
import org.mlflow.tracking.MlflowClient;

/** Sends artifacts to a run with the official Java client, lists them and fetches one again. */
final class JavaClientArtifacts {

  private JavaClientArtifacts() {}

  public static void main(String[] arguments) throws IOException {
    String runId = arguments[1];
    Path work = Path.of(arguments[2]);
    Path notes = Files.writeString(work.resolve("notes.txt"), "hello");
    Path report = Files.createDirectory(work.resolve("report"));
    Files.writeString(report.resolve("a.txt"), "a");
    try (MlflowClient client = new MlflowClient(arguments[0])) {
      client.logArtifact(runId, notes.toFile());
      client.logArtifacts(runId, report.toFile(), "report");
      client.listArtifacts(runId).forEach(JavaClientArtifacts::print);
      client.listArtifacts(runId, "report").forEach(JavaClientArtifacts::print);
      Path downloaded = client.downloadArtifacts(runId, "notes.txt").toPath();
      System.out.println("downloaded " + Files.readString(downloaded));
    }
  }

  private static void print(FileInfo file) {
    System.out.println(
        "listed " + file.getPath() + " " + (file.getIsDir() ? "true" : file.getFileSize()));
  }
}
