package dev.millrace.bench.server;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** The machine that the numbers hold for, and whether it is quiet enough to take them. */
public final class Machine {

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private Machine() {}

  /** Processor, cores, memory, system and JVM in one line. */
  public static String describe() {
    return "%s, %d cores, %d GiB, %s, Java %s"
        .formatted(
            processor(),
            SYSTEM.getAvailableProcessors(),
            Math.round(SYSTEM.getTotalMemorySize() / (double) (1L << 30)),
            System.getProperty("os.name") + " " + System.getProperty("os.version"),
            System.getProperty("java.version"));
  }

  /**
   * The part of all cores (0 … 1) that was busy while this watched; NaN where it cannot be told.
   */
  public static double busy(Duration watched) throws InterruptedException {
    SYSTEM.getCpuLoad(); // the first call only starts the measurement
    Thread.sleep(watched.toMillis());
    double load = SYSTEM.getCpuLoad();
    return load < 0 ? Double.NaN : load;
  }

  private static String processor() {
    Path cpuinfo = Path.of("/proc/cpuinfo");
    try (Stream<String> lines = Files.lines(cpuinfo, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(SYSTEM.getArch());
    } catch (IOException e) {
      return SYSTEM.getArch();
    }
  }
}
