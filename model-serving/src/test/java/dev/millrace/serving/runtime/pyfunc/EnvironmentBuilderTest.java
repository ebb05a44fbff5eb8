package dev.millrace.serving.runtime.pyfunc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.serving.runtime.UnservableModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How environments are made and bounded, with a few lines of shell in the place of uv; the real
 * installers are in the system tests.
 */
class EnvironmentBuilderTest {

  @TempDir Path folder;

  private Path bin;
  private Path place;

  @BeforeEach
  void start() throws IOException {
    bin = Files.createDirectory(folder.resolve("bin"));
    place = folder.resolve("place");
  }

  @Test
  void anInstallerThatTakesTooLongIsEndedWithWhatItStarted() throws Exception {
    Path pid = folder.resolve("pid");
    uv("sh -c 'echo $$ > " + pid + "; exec sleep 600' & wait");
    assertThatThrownBy(() -> build(Map.of("build-timeout", "1s")))
        .isInstanceOfSatisfying(
            UnservableModelException.class, e -> assertThat(e.mayPass()).isTrue())
        .hasMessageContaining("longer than 1 s")
        .hasMessageContaining("millrace.serving.python.build-timeout");
    long process = Long.parseLong(Files.readString(pid).strip());
    assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void anEnvironmentThatGrowsBeyondItsBoundIsNotMadeToTheEnd() throws Exception {
    uv("head -c 3000000 /dev/zero > " + place + "/large; sleep 600");
    assertThatThrownBy(() -> build(Map.of("max-environment-size", "2M")))
        .isInstanceOf(UnservableModelException.class)
        .hasMessageContaining("more than 2 MB")
        .hasMessageContaining("millrace.serving.python.max-environment-size");
  }

  @Test
  void whatTheInstallerSaysIsTheReason() throws Exception {
    uv("echo '  × No solution found: a needs b<2 and c needs b>=2' >&2; exit 1");
    assertThatThrownBy(() -> build(Map.of()))
        .isInstanceOf(UnservableModelException.class)
        .hasMessageContaining("a needs b<2 and c needs b>=2");
  }

  @Test
  void uvIsAskedForTheModelsOwnRequirements() throws Exception {
    uv("echo \"$@\" > " + place + "/asked");
    build(Map.of());
    assertThat(Files.readString(place.resolve("asked")))
        .startsWith("pip install --no-progress --python " + place)
        .endsWith("-r requirements.txt\n");
  }

  @Test
  void whereUvIsWantedAndNotThereThatIsTheReason() {
    assertThatThrownBy(() -> build(Map.of()))
        .isInstanceOf(UnservableModelException.class)
        .hasMessageContaining("uv, which is not on the PATH");
  }

  private void uv(String install) throws IOException {
    Path script =
        Files.writeString(
            bin.resolve("uv"),
            "#!/bin/sh\nif [ \"$1\" = venv ]; then mkdir -p \"$4\"; exit; fi\n" + install + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  private void build(Map<String, String> changed) throws IOException {
    Map<String, String> settings = new HashMap<>(changed);
    settings.put("installer", "uv");
    settings.put("path", bin + ":" + System.getenv("PATH"));
    settings.put("any-minor-version", "true");
    PythonConfig config = PythonSettings.in(folder.resolve("environments"), settings);
    Interpreters interpreters = new Interpreters(config);
    Requirements requirements =
        new Requirements(folder, "3.12.0", List.of(), List.of("-r", "requirements.txt"));
    new EnvironmentBuilder(config, Scripts.in(folder.resolve("scripts")), interpreters)
        .build(place, requirements, interpreters.requireFor(requirements.python()));
  }
}
