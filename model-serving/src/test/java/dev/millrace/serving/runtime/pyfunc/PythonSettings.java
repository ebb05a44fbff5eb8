package dev.millrace.serving.runtime.pyfunc;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of a test: those that tests change, and for the rest what suits a machine under load.
 */
record PythonSettings(
    Path environmentsDir,
    Optional<String> path,
    boolean anyMinorVersion,
    int keepEnvironments,
    int workers,
    Duration startTimeout,
    Duration requestTimeout,
    MemorySize maxMemory)
    implements PythonConfig {

  static PythonSettings in(Path folder) {
    return new PythonSettings(
        folder,
        Optional.empty(),
        false,
        5,
        1,
        Duration.ofMinutes(1),
        Duration.ofMinutes(1),
        new MemorySize(BigInteger.ZERO));
  }

  PythonSettings withPath(Path searched) {
    return new PythonSettings(
        environmentsDir,
        Optional.of(searched.toString()),
        anyMinorVersion,
        keepEnvironments,
        workers,
        startTimeout,
        requestTimeout,
        maxMemory);
  }

  PythonSettings withAnyMinorVersion() {
    return new PythonSettings(
        environmentsDir,
        path,
        true,
        keepEnvironments,
        workers,
        startTimeout,
        requestTimeout,
        maxMemory);
  }

  PythonSettings withKeptEnvironments(int count) {
    return new PythonSettings(
        environmentsDir,
        path,
        anyMinorVersion,
        count,
        workers,
        startTimeout,
        requestTimeout,
        maxMemory);
  }

  PythonSettings withWorkers(int count) {
    return new PythonSettings(
        environmentsDir,
        path,
        anyMinorVersion,
        keepEnvironments,
        count,
        startTimeout,
        requestTimeout,
        maxMemory);
  }

  PythonSettings withTimeouts(Duration start, Duration request) {
    return new PythonSettings(
        environmentsDir,
        path,
        anyMinorVersion,
        keepEnvironments,
        workers,
        start,
        request,
        maxMemory);
  }

  PythonSettings withMaxMemory(long bytes) {
    return new PythonSettings(
        environmentsDir,
        path,
        anyMinorVersion,
        keepEnvironments,
        workers,
        startTimeout,
        requestTimeout,
        new MemorySize(BigInteger.valueOf(bytes)));
  }

  @Override
  public boolean enabled() {
    return true;
  }

  @Override
  public Installer installer() {
    return Installer.PIP;
  }

  @Override
  public Duration buildTimeout() {
    return Duration.ofMinutes(5);
  }

  @Override
  public MemorySize maxEnvironmentSize() {
    return new MemorySize(BigInteger.ONE.shiftLeft(30));
  }

  @Override
  public Duration maxRestartPause() {
    return Duration.ofSeconds(1);
  }

  @Override
  public Map<String, String> environment() {
    return Map.of();
  }
}
