package dev.millrace.replica;

import dev.millrace.platform.access.AccessFilter;
import dev.millrace.platform.error.ErrorFormFilter;
import dev.millrace.platform.error.MlflowExceptionMapper;
import dev.millrace.platform.error.UnexpectedExceptionMapper;
import dev.millrace.platform.error.WebApplicationExceptionMapper;
import dev.millrace.platform.health.HealthResource;
import dev.millrace.platform.http.AnswerBodyWriter;
import dev.millrace.platform.http.BytesBodyReader;
import dev.millrace.platform.http.ContentTypeFilter;
import dev.millrace.platform.http.RecordBodyReader;
import dev.millrace.serving.inference.InferenceModelResource;
import dev.millrace.serving.inference.InferenceServerResource;
import dev.millrace.serving.scoring.DefaultEndpointResource;
import dev.millrace.serving.scoring.ScoringResource;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** The routes of a replica: those that score, and probes. None of the platform's is there. */
public final class ReplicaRoutes extends Application {

  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        ScoringResource.class,
        DefaultEndpointResource.class,
        InferenceModelResource.class,
        InferenceServerResource.class,
        HealthResource.class,
        AccessFilter.class,
        ErrorFormFilter.class,
        ContentTypeFilter.class,
        MlflowExceptionMapper.class,
        UnexpectedExceptionMapper.class,
        WebApplicationExceptionMapper.class,
        BytesBodyReader.class,
        RecordBodyReader.class,
        AnswerBodyWriter.class);
  }
}
