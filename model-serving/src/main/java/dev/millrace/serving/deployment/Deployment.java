package dev.millrace.serving.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.serving.Batching;
import dev.millrace.core.serving.RuntimeOptions;
import dev.millrace.core.signature.InputPolicy;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.core.signature.ModelSignature;
import dev.millrace.serving.batching.MicroBatcher;
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
  private final DeploymentOwner owner;
  private final RuntimeOptions runtimeOptions;
  private final MicroBatcher batches;
  private final Consumer<Deployment> whenUnused;
  private final AtomicInteger holders = new AtomicInteger(1);
  private final Pace pace = new Pace();
  private volatile HeldTo heldTo;

  /**
   * @param owner whose options it heeds
   * @param runtimeOptions that the model was brought up with
   * @param whenUnused called once, by the last holder; frees the model
   */
  Deployment(
      ServableVersion version,
      RuntimeModel model,
      @Nullable ModelSignature signature,
      ModelSchemas schemas,
      DeploymentOwner owner,
      RuntimeOptions runtimeOptions,
      Consumer<Deployment> whenUnused) {
    this.version = version;
    this.model = model;
    this.signature = signature;
    this.schemas = schemas;
    this.owner = owner;
    this.runtimeOptions = runtimeOptions;
    this.batches =
        new MicroBatcher(model, requests -> owner.scoredTogether(version.version(), requests));
    this.whenUnused = whenUnused;
    this.heldTo = heldTo(owner.options().inputPolicy());
  }

  /** What requests are held to under a policy: every request asks for it. */
  private record HeldTo(InputPolicy policy, InputSchema schema) {}

  private HeldTo heldTo(InputPolicy policy) {
    return new HeldTo(policy, model.inputSchema().under(policy));
  }

  /** The registered version that answers. */
  public ServableVersion version() {
    return version;
  }

  /** Whether it is that version, brought up with those options. */
  boolean is(ServableVersion version, RuntimeOptions options) {
    return this.version.equals(version) && runtimeOptions.equals(options);
  }

  /** What requests are held to: what the model takes, under the policy of the endpoint. */
  public InputSchema inputSchema() {
    InputPolicy policy = owner.options().inputPolicy();
    HeldTo now = heldTo;
    if (!now.policy().equals(policy)) {
      now = heldTo(policy);
      heldTo = now;
    }
    return now.schema();
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
    Batching batching = owner.options().batching();
    Object predictions =
        batching == null
            ? model.score(input, params, mayRepeat)
            : batches.score(batching, input, params, mayRepeat);
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
    return pace.isQuick() && !model.waitsForOthers() && owner.options().batching() == null;
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
