package dev.millrace.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells the jars of a class path as exact packages. */
final class Jars {

  private static final Pattern NAME = Pattern.compile("(.+?)-(\\d[\\w.+-]*)\\.jar");

  private Jars() {}

  /** One jar a line: {@code name==version --hash=sha256:…}; folders are left out. */
  static String lines(List<String> classPath) {
    return classPath.stream()
        .filter(entry -> entry.endsWith(".jar"))
        .flatMap(entry -> line(Path.of(entry)).stream())
        .distinct()
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static Optional<String> line(Path jar) {
    String file = jar.getFileName().toString();
    Matcher named = NAME.matcher(file);
    String name =
        named.matches()
            ? named.group(1) + "==" + named.group(2)
            : file.substring(0, file.length() - ".jar".length()) + "==unknown";
    try (InputStream content = Files.newInputStream(jar);
        DigestInputStream hashed =
            new DigestInputStream(content, MessageDigest.getInstance("SHA-256"))) {
      hashed.transferTo(OutputStream.nullOutputStream());
      String sha256 = HexFormat.of().formatHex(hashed.getMessageDigest().digest());
      return Optional.of(name + " --hash=sha256:" + sha256);
    } catch (IOException e) {
      // A class path may name what is not there.
      return Optional.empty();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }
}
