package dev.millrace.serving.runtime.onnx;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * Unpacks onnxruntime's native libraries once into a folder that stays. Left alone, every JVM
 * unpacks 28 MB of them into the temp folder at each start.
 */
final class OnnxNatives {

  private static final String FOLDER_PROPERTY = "onnxruntime.native.path";
  private static final String RESOURCES = "/ai/onnxruntime/native/";

  private OnnxNatives() {}

  /** Points onnxruntime at its libraries; it must not have been used before in this JVM. */
  static void use(Path parent, String version) throws IOException {
    if (System.getProperty(FOLDER_PROPERTY) != null) {
      return;
    }
    String platform = platform();
    Path folder = parent.resolve("onnxruntime-" + version).resolve(platform).toAbsolutePath();
    Files.createDirectories(folder);
    for (String library : List.of("onnxruntime", "onnxruntime4j_jni")) {
      unpack(platform, System.mapLibraryName(library), folder);
    }
    System.setProperty(FOLDER_PROPERTY, folder.toString());
  }

  private static void unpack(String platform, String file, Path folder) throws IOException {
    Path target = folder.resolve(file);
    if (Files.exists(target)) {
      return;
    }
    Path unfinished = Files.createTempFile(folder, file, ".part");
    try (InputStream in =
        OnnxNatives.class.getResourceAsStream(RESOURCES + platform + "/" + file)) {
      if (in == null) {
        throw new FileNotFoundException("onnxruntime has no libraries for " + platform);
      }
      Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
      // Whole or not there: another process may be unpacking the same file.
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** Named as in onnxruntime's jar. */
  private static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String osName = os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux";
    return osName + "-" + (arch.equals("aarch64") || arch.equals("arm64") ? "aarch64" : "x64");
  }
}
