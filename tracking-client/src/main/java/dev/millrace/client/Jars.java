package dev.millrace.client;

import dev.millrace.core.data.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells the jars of a class path as exact packages. */
final class Jars {

  private static final Pattern NAME = Pattern.compile("(.+?)-(\\d[\\w.+-]*)\\.jar");

  private Jars() {}

  /**
   * One jar a line: {@code name==version --hash=sha256:…}, with the jars that the manifest of one
   * puts on the class path; folders are left out.
   */
  static String lines(List<String> classPath) {
    Set<Path> jars = new LinkedHashSet<>();
    classPath.stream()
        .filter(entry -> entry.endsWith(".jar"))
        .map(Path::of)
        .forEach(jar -> addWithManifest(jar.toAbsolutePath().normalize(), jars));
    return jars.stream()
        .flatMap(jar -> line(jar).stream())
        .distinct()
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static void addWithManifest(Path jar, Set<Path> jars) {
    if (!jars.add(jar)) {
      return;
    }
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      String more =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      for (String entry : more == null ? new String[0] : more.split(" ")) {
        URI named = jar.toUri().resolve(entry);
        if (entry.endsWith(".jar") && "file".equals(named.getScheme())) {
          addWithManifest(Path.of(named).normalize(), jars);
        }
      }
    } catch (IOException | IllegalArgumentException | FileSystemNotFoundException e) {
      // What is no jar, or names no files, has no more of them.
    }
  }

  private static Optional<String> line(Path jar) {
    String file = jar.getFileName().toString();
    Matcher named = NAME.matcher(file);
    String name =
        named.matches()
            ? named.group(1) + "==" + named.group(2)
            : file.substring(0, file.length() - ".jar".length()) + "==unknown";
    try {
      return Optional.of(name + " --hash=sha256:" + Sha256.hex(Sha256.of(jar)));
    } catch (IOException e) {
      // A class path may name what is not there.
      return Optional.empty();
    }
  }
}
