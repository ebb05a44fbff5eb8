package dev.millrace.serving.runtime.pyfunc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.serving.runtime.ModelFolder;
import dev.millrace.serving.runtime.UnservableModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequirementsTest {

  private static final Interpreter PYTHON = new Interpreter(Path.of("/opt/python3.9"), "3.9.1");

  @TempDir Path folder;

  @Test
  void environmentOfMlflowIsRead() throws Exception {
    Requirements requirements = Requirements.of(model("a", "numpy==2.0.0"));

    assertThat(requirements.python()).isEqualTo("3.9.7");
    assertThat(requirements.first()).containsExactly("pip==23.2.1", "wheel");
    assertThat(requirements.then()).isEqualTo(List.of("-r", "requirements.txt"));
  }

  @Test
  void modelsOfTheSameRequirementsShareAnEnvironmentAndOthersDoNot() throws Exception {
    String key = Requirements.of(model("a", "numpy==2.0.0")).key(PYTHON);

    assertThat(Requirements.of(model("b", "numpy==2.0.0")).key(PYTHON)).isEqualTo(key);
    assertThat(Requirements.of(model("c", "numpy==2.0.1")).key(PYTHON)).isNotEqualTo(key);
    assertThat(
            Requirements.of(model("b", "numpy==2.0.0"))
                .key(new Interpreter(PYTHON.executable(), "3.9.2")))
        .isNotEqualTo(key);
    Files.createDirectories(folder.resolve("b/wheels"));
    Files.writeString(folder.resolve("b/wheels/own-1.0-py3-none-any.whl"), "x");
    assertThat(Requirements.of(ModelFolder.read(folder.resolve("b"))).key(PYTHON))
        .isNotEqualTo(key);
  }

  @Test
  void modelThatDoesNotSayWhatItNeedsIsRefused() throws Exception {
    ModelFolder model = model("a", "numpy==2.0.0");
    Files.delete(folder.resolve("a/python_env.yaml"));
    assertThat(Requirements.of(model).python()).isEqualTo("3.9.7");

    Files.delete(folder.resolve("a/requirements.txt"));
    assertThatThrownBy(() -> Requirements.of(model))
        .isInstanceOf(UnservableModelException.class)
        .hasMessageContaining("does not say which Python and packages");
  }

  @Test
  void pythonOfTheSameMinorVersionIsTaken() throws Exception {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    fake(bin, "python3", "3.12.1", 0);
    fake(bin, "python3.8", "3.8.1", 127);
    fake(bin, "python3.9", "3.9.18", 0);
    Interpreters interpreters =
        new Interpreters(PythonSettings.in(folder, Map.of("path", bin.toString())));

    assertThat(interpreters.requireFor("3.9.7").version()).isEqualTo("3.9.18");
    assertThat(interpreters.requireFor("3.12.9").version()).isEqualTo("3.12.1");
    assertThatThrownBy(() -> interpreters.requireFor("3.8.1"))
        .isInstanceOf(UnservableModelException.class)
        .hasMessageContaining("there is no python3.8 on the PATH of this server, which has 3.12.1");
    assertThat(
            new Interpreters(
                    PythonSettings.in(
                        folder, Map.of("path", bin.toString(), "any-minor-version", "true")))
                .requireFor("3.8.1")
                .version())
        .isEqualTo("3.12.1");
  }

  @Test
  void serverWithoutPythonSaysSo() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    PythonRuntime runtime =
        new PythonRuntime(PythonSettings.in(folder, Map.of("path", empty.toString())));

    ModelFolder model = model("a", "numpy==2.0.0");

    assertThatThrownBy(() -> runtime.verify(model))
        .isInstanceOf(UnservableModelException.class)
        .hasMessage(
            "The model needs Python 3.9, and there is no Python on the PATH of this server. Models"
                + " of the flavors that the server scores itself are served without.");
  }

  private static void fake(Path bin, String name, String version, int code) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(
        file, "#!/bin/sh\necho %s\necho /opt/%s\nexit %d\n".formatted(version, name, code));
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private ModelFolder model(String name, String requirements) throws IOException {
    Path model = Files.createDirectories(folder.resolve(name));
    Files.writeString(
        model.resolve("MLmodel"),
        """
        flavors:
          python_function:
            env: {conda: conda.yaml, virtualenv: python_env.yaml}
            loader_module: mlflow.sklearn
            python_version: 3.9.7
        """);
    Files.writeString(
        model.resolve("python_env.yaml"),
        """
        python: 3.9.7
        build_dependencies:
        - pip==23.2.1
        - wheel
        dependencies:
        - -r requirements.txt
        """);
    Files.writeString(model.resolve("requirements.txt"), requirements + "\n");
    return ModelFolder.read(model);
  }
}
