package dev.millrace.bench.serving;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The least that can be done: Vert.x, which is Millrace's own HTTP server, and an onnxruntime
 * session. It checks nothing, counts nothing and knows one model, and scores on the thread that
 * reads the request. {@code BareHandler PORT MODEL.onnx}
 */
public final class BareHandler extends AbstractVerticle {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final int port;
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String input;

  private BareHandler(int port, OrtEnvironment environment, OrtSession session) {
    this.port = port;
    this.environment = environment;
    this.session = session;
    this.input = session.getInputNames().iterator().next();
  }

  /** As {@code {"inputs": [[…], …]}}. */
  private record Invocation(float[][] inputs) {}

  public static void main(String[] arguments) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    OrtSession session = environment.createSession(arguments[1], options);
    int port = Integer.parseInt(arguments[0]);
    Vertx.vertx()
        .deployVerticle(
            () -> new BareHandler(port, environment, session),
            new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()));
  }

  @Override
  public void start() {
    vertx
        .createHttpServer(new HttpServerOptions().setTcpNoDelay(true))
        .requestHandler(this::handle)
        .listen(port);
  }

  private void handle(HttpServerRequest request) {
    if (request.path().equals("/health")) {
      request.response().end();
      return;
    }
    request.bodyHandler(
        body -> request.response().putHeader("Content-Type", "application/json").end(score(body)));
  }

  private Buffer score(Buffer body) {
    try (OnnxTensor rows =
            OnnxTensor.createTensor(
                environment, JSON.readValue(body.getBytes(), Invocation.class).inputs());
        OrtSession.Result result = session.run(Map.of(input, rows))) {
      Map<String, Object> predictions = new LinkedHashMap<>();
      for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
        predictions.put(output.getKey(), output.getValue().getValue());
      }
      return Buffer.buffer(JSON.writeValueAsBytes(Map.of("predictions", predictions)));
    } catch (IOException | OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
