package dev.millrace.serving.runtime.pyfunc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.millrace.core.data.Sha256;
import dev.millrace.serving.runtime.ModelFolder;
import dev.millrace.serving.runtime.UnservableModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a model's environment is made of, as MLflow logged it.
 *
 * @param folder the model's folder, which names in requirements are relative to
 * @param python the version it was logged with
 * @param first packages that are installed before the others: pip itself, and what builds packages
 * @param then arguments of {@code pip install}, such as {@code -r requirements.txt}
 */
record Requirements(Path folder, String python, List<String> first, List<String> then) {

  static final String FLAVOR = "python_function";

  private static final String REQUIREMENTS_FILE = "requirements.txt";
  private static final YAMLMapper YAML = new YAMLMapper();

  /**
   * Reads {@code python_env.yaml}, or else {@code requirements.txt} alone.
   *
   * @throws UnservableModelException where the model does not say what it needs
   */
  static Requirements of(ModelFolder model) {
    JsonNode flavor = model.flavor(FLAVOR).orElseThrow();
    String named = flavor.path("env").path("virtualenv").asText("python_env.yaml");
    Optional<Path> file = model.file(named);
    JsonNode environment = file.isPresent() ? read(file.get()) : YAML.createObjectNode();
    String python = environment.path("python").asText(flavor.path("python_version").asText());
    List<String> then = arguments(environment.path("dependencies"));
    if (then.isEmpty() && model.file(REQUIREMENTS_FILE).isPresent()) {
      then = List.of("-r", REQUIREMENTS_FILE);
    }
    if (python.isEmpty() || then.isEmpty()) {
      throw new UnservableModelException(
          "The model does not say which Python and packages it needs: it has no python_env.yaml"
              + " and no requirements.txt, as MLflow logs them since 1.28.");
    }
    return new Requirements(
        model.path(), python, arguments(environment.path("build_dependencies")), then);
  }

  private static JsonNode read(Path file) {
    try {
      return YAML.readTree(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UnservableModelException("The model's python_env.yaml cannot be read.", e);
    }
  }

  private static List<String> arguments(JsonNode dependencies) {
    List<String> arguments = new ArrayList<>();
    for (JsonNode dependency : dependencies) {
      String text = dependency.asText().strip();
      if (text.startsWith("-")) {
        arguments.addAll(List.of(text.split("\\s+", 2)));
      } else if (!text.isEmpty()) {
        arguments.add(text);
      }
    }
    return arguments;
  }

  /**
   * Names an environment by what is in it: the same requirements in the same Python have the same
   * one, whatever model they are of.
   */
  String key(Interpreter interpreter) {
    MessageDigest digest = Sha256.newDigest();
    add(digest, interpreter.executable() + " " + interpreter.version());
    add(digest, String.join("\n", first));
    add(digest, String.join("\n", then));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (Files.isRegularFile(file) && (name.endsWith(".txt") || name.endsWith(".whl"))) {
          add(digest, name);
          add(digest, Sha256.hex(Sha256.of(file)));
        }
      }
      addPackages(digest, folder.resolve("wheels"));
    } catch (IOException e) {
      throw new UnservableModelException("The model's requirements cannot be read.", e);
    }
    return Sha256.hex(digest).substring(0, 32);
  }

  /** Packages that were logged with the model itself. */
  private static void addPackages(MessageDigest digest, Path wheels) throws IOException {
    if (!Files.isDirectory(wheels)) {
      return;
    }
    try (Stream<Path> files = Files.walk(wheels)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        add(digest, wheels.relativize(file).toString());
        add(digest, Sha256.hex(Sha256.of(file)));
      }
    }
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }
}
