package dev.millrace.platform.launch;

import dev.millrace.core.file.FileTrees;
import dev.millrace.platform.process.BuildInfo;
import dev.millrace.platform.process.Console;
import dev.millrace.platform.process.StartupException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The PostgreSQL programs that come inside the server, unpacked once per version into {@code
 * $MILLRACE_CACHE} or {@code ~/.cache/millrace}, or beside the data where there is no home.
 */
final class PostgresBinaries {

  private PostgresBinaries() {}

  /** The directory that holds {@code bin/pg_ctl}. */
  static Path unpackOnce(Path dataRoot) {
    String platform = platform();
    String name = "postgres-" + BuildInfo.postgresVersion() + "-" + platform;
    IOException failure = null;
    for (Path parent : List.of(cache(), dataRoot.resolve("programs"))) {
      Path target = parent.resolve(name);
      if (Files.isExecutable(target.resolve("bin").resolve("postgres"))) {
        return target;
      }
      try {
        Files.createDirectories(parent);
        unpack(platform, target);
        return target;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw new StartupException("PostgreSQL could not be unpacked: " + failure);
  }

  private static Path cache() {
    String configured = System.getenv("MILLRACE_CACHE");
    return configured == null || configured.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "millrace")
        : Path.of(configured);
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch");
    return (os.startsWith("mac") ? "darwin" : os.replace(' ', '_'))
        + "-"
        + switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64" -> "arm_64";
          default -> arch;
        };
  }

  private static void unpack(String platform, Path target) throws IOException {
    String archive = "/postgres-" + platform + ".txz";
    Path partial = Files.createTempDirectory(target.getParent(), target.getFileName() + ".");
    try (InputStream packed = PostgresBinaries.class.getResourceAsStream(archive)) {
      if (packed == null) {
        throw new StartupException(
            "There is no embedded PostgreSQL for "
                + platform
                + ". Install PostgreSQL 14 or newer and give its --database-url.");
      }
      Console.say("Unpacking PostgreSQL %s into %s (once)", BuildInfo.postgresVersion(), target);
      unpack(packed, partial);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Another server may have unpacked the same version at the same time.
      if (!Files.isExecutable(target.resolve("bin").resolve("postgres"))) {
        throw e;
      }
    } finally {
      FileTrees.delete(partial);
    }
  }

  private static void unpack(InputStream packed, Path directory) throws IOException {
    TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)));
    TarArchiveEntry entry;
    while ((entry = tar.getNextEntry()) != null) {
      Path file = directory.resolve(entry.getName()).normalize();
      // Static libraries and headers serve compilers only.
      if (!file.startsWith(directory) || entry.getName().endsWith(".a")) {
        continue;
      }
      if (entry.isDirectory()) {
        Files.createDirectories(file);
        continue;
      }
      Files.createDirectories(file.getParent());
      if (entry.isSymbolicLink()) {
        Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      } else {
        Files.copy(tar, file);
        Files.setPosixFilePermissions(file, permissions(entry.getMode()));
      }
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions =
        EnumSet.of(
            PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE,
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);
    if ((mode & 0100) != 0) {
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
    }
    return permissions;
  }
}
