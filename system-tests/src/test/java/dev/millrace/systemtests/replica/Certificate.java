package dev.millrace.systemtests.replica;

import dev.millrace.systemtests.tool.MissingTool;
import dev.millrace.systemtests.tool.ToolProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A certificate of 127.0.0.1 that nobody but itself vouches for, and its key, in PEM. */
record Certificate(Path file, Path key) {

  static Certificate make(Path folder, String name) throws IOException, InterruptedException {
    if (!ToolProcess.isInstalled("openssl")) {
      MissingTool.skip("openssl is not on the PATH, and makes the certificate of this test");
    }
    Certificate made =
        new Certificate(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
    ToolProcess.Result result =
        ToolProcess.run(
            List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                made.key().toString(),
                "-out",
                made.file().toString()),
            folder,
            Map.of(),
            Duration.ofMinutes(1));
    result.assertSucceeded();
    return made;
  }
}
