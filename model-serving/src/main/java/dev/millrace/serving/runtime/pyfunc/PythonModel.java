package dev.millrace.serving.runtime.pyfunc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.serving.runtime.RuntimeModel;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** A model that workers score. */
final class PythonModel implements RuntimeModel {

  private final WorkerPool workers;
  private final EnvironmentCache.Hold environment;
  private final InputSchema schema;
  private final Consumer<PythonModel> whenClosed;

  PythonModel(
      WorkerPool workers,
      EnvironmentCache.Hold environment,
      InputSchema schema,
      Consumer<PythonModel> whenClosed) {
    this.workers = workers;
    this.environment = environment;
    this.schema = schema;
    this.whenClosed = whenClosed;
  }

  @Override
  public InputSchema inputSchema() {
    return schema;
  }

  @Override
  public String platform() {
    return "mlflow_pyfunc";
  }

  @Override
  public Object score(ModelInput input, ObjectNode params) {
    return score(input, params, false);
  }

  @Override
  public Object score(ModelInput input, ObjectNode params, boolean mayRepeat) {
    ByteBuffer request = RequestFrame.of(input, params);
    return workers.ask(request, mayRepeat);
  }

  @Override
  public boolean waitsForOthers() {
    return true;
  }

  @Override
  public int lanes() {
    return workers.size();
  }

  @Override
  public long memoryElsewhereBytes() {
    return workers.memoryBytes();
  }

  @Override
  public void close() {
    try {
      workers.close();
    } finally {
      environment.close();
      whenClosed.accept(this);
    }
  }
}
