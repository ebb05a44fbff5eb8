package dev.millrace.serving.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.core.signature.ModelSignature;
import dev.millrace.serving.runtime.RuntimeModel;
import dev.millrace.serving.schema.ModelSchemas;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A loaded version and the count of those who hold it: its endpoint while it is live, and every
 * request that it is answering. When the last lets go, it is freed, and not before.
 */
public final class Deployment {

  private final ServableVersion version;
  private final RuntimeModel model;
  private final @Nullable ModelSignature signature;
  private final ModelSchemas schemas;
  private final Consumer<Deployment> whenUnused;
  private final AtomicInteger holders = new AtomicInteger(1);
  private final Pace pace = new Pace();

  /**
   * @param whenUnused called once, by the last holder; frees the model
   */
  Deployment(
      ServableVersion version,
      RuntimeModel model,
      @Nullable ModelSignature signature,
      ModelSchemas schemas,
      Consumer<Deployment> whenUnused) {
    this.version = version;
    this.model = model;
    this.signature = signature;
    this.schemas = schemas;
    this.whenUnused = whenUnused;
  }

  /** The registered version that answers. */
  public ServableVersion version() {
    return version;
  }

  /** The model; only a holder may use it. */
  public RuntimeModel model() {
    return model;
  }

  /**
   * Scores every row of a request, held to the model's own schemas on its way in and out.
   *
   * @throws MlflowException as {@link RuntimeModel#score(ModelInput, ObjectNode, boolean)} and
   *     {@link ModelSchemas}
   */
  public Object score(ModelInput input, ObjectNode params, boolean mayRepeat) {
    schemas.requireRequest(input);
    Object predictions = model.score(input, params, mayRepeat);
    schemas.requireResponse(predictions);
    return predictions;
  }

  /** The model's signature; null where none was logged. */
  public @Nullable ModelSignature signature() {
    return signature;
  }

  /** A request was answered by it in this time. */
  void answered(long nanos) {
    pace.answered(nanos);
  }

  /** Whether an answer takes less than the way to another thread, and no waiting for others. */
  boolean answersAtOnce() {
    return pace.isQuick() && !model.waitsForOthers();
  }

  /** Joins the holders; false where the last one is gone and the model must not be touched. */
  boolean tryHold() {
    int count = holders.get();
    while (count > 0) {
      if (holders.compareAndSet(count, count + 1)) {
        return true;
      }
      count = holders.get();
    }
    return false;
  }

  void letGo() {
    if (holders.decrementAndGet() == 0) {
      whenUnused.accept(this);
    }
  }
}
