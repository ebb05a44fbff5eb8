package dev.millrace.serving.deployment;

/** A request's hold on the deployment that answers it, whatever is swapped in meanwhile. */
public final class Lease implements AutoCloseable {

  private final Deployment deployment;

  Lease(Deployment deployment) {
    this.deployment = deployment;
  }

  public Deployment deployment() {
    return deployment;
  }

  @Override
  public void close() {
    deployment.letGo();
  }
}
