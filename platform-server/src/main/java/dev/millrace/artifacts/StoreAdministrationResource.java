package dev.millrace.artifacts;

import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.Subject;
import dev.millrace.core.artifact.ArtifactUsage;
import dev.millrace.core.artifact.CollectArtifacts;
import dev.millrace.core.artifact.IndexArtifacts;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What an operator asks of the artifact store. */
@Path("/api/millrace/v1/artifacts")
@Produces(MediaType.APPLICATION_JSON)
public final class StoreAdministrationResource {

  private final ObjectStore objects;
  private final ArtifactIndex index;
  private final UnreferencedObjectCollector collector;

  StoreAdministrationResource(
      ObjectStore objects, ArtifactIndex index, UnreferencedObjectCollector collector) {
    this.objects = objects;
    this.index = index;
    this.collector = collector;
  }

  @GET
  @Path("usage")
  @Access(on = Subject.SERVER, needs = Permission.READ)
  public ArtifactUsage usage() {
    return objects.usage();
  }

  @POST
  @Path("index")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public IndexArtifacts.Response index(IndexArtifacts request) {
    return index.index(request);
  }

  @POST
  @Path("collect")
  @Consumes(MediaType.APPLICATION_JSON)
  @Access(on = Subject.SERVER, needs = Permission.ADMIN)
  public CollectArtifacts.Response collect(CollectArtifacts request) {
    return collector.collect(request);
  }
}
