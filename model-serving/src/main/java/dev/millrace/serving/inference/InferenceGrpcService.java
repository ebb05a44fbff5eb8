package dev.millrace.serving.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.PublicAccess;
import dev.millrace.core.access.Subject;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.LoggedRequest.Protocol;
import dev.millrace.serving.deployment.Asked;
import dev.millrace.serving.inference.wire.GRPCInferenceServiceGrpc;
import dev.millrace.serving.inference.wire.InferStatistics;
import dev.millrace.serving.inference.wire.ModelInferRequest;
import dev.millrace.serving.inference.wire.ModelInferResponse;
import dev.millrace.serving.inference.wire.ModelMetadataRequest;
import dev.millrace.serving.inference.wire.ModelMetadataResponse;
import dev.millrace.serving.inference.wire.ModelMetadataResponse.TensorMetadata;
import dev.millrace.serving.inference.wire.ModelReadyRequest;
import dev.millrace.serving.inference.wire.ModelReadyResponse;
import dev.millrace.serving.inference.wire.ModelStatistics;
import dev.millrace.serving.inference.wire.ModelStatisticsRequest;
import dev.millrace.serving.inference.wire.ModelStatisticsResponse;
import dev.millrace.serving.inference.wire.ModelStreamInferResponse;
import dev.millrace.serving.inference.wire.ServerLiveRequest;
import dev.millrace.serving.inference.wire.ServerLiveResponse;
import dev.millrace.serving.inference.wire.ServerMetadataRequest;
import dev.millrace.serving.inference.wire.ServerMetadataResponse;
import dev.millrace.serving.inference.wire.ServerReadyRequest;
import dev.millrace.serving.inference.wire.ServerReadyResponse;
import dev.millrace.serving.inference.wire.StatisticDuration;
import dev.millrace.serving.requestlog.Recording;
import dev.millrace.serving.requestlog.RequestLogs;
import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The Open Inference Protocol over gRPC. What it throws becomes the status of the call where it is
 * served.
 */
@Singleton
public final class InferenceGrpcService
    implements BindableService, GRPCInferenceServiceGrpc.AsyncService {

  private static final String CONTENT_TYPE = "application/grpc";

  private final InferenceService service;
  private final RequestLogs requestLogs;
  private final String version;

  InferenceGrpcService(
      InferenceService service,
      RequestLogs requestLogs,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.service = service;
    this.requestLogs = requestLogs;
    this.version = version;
  }

  @Override
  public ServerServiceDefinition bindService() {
    return ServerInterceptors.intercept(
        GRPCInferenceServiceGrpc.bindService(this), new GrpcCall.Interceptor());
  }

  @Override
  @PublicAccess
  public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> answers) {
    answer(answers, ServerLiveResponse.newBuilder().setLive(true).build());
  }

  /** Ready to be asked; whether a model is ready is said for each. */
  @Override
  @PublicAccess
  public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> answers) {
    answer(answers, ServerReadyResponse.newBuilder().setReady(true).build());
  }

  @Override
  @PublicAccess
  public void serverMetadata(
      ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> answers) {
    answer(
        answers,
        ServerMetadataResponse.newBuilder().setName("millrace").setVersion(version).build());
  }

  @Override
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> answers) {
    boolean ready = isReady(request.getName(), request.getVersion());
    answer(answers, ModelReadyResponse.newBuilder().setReady(ready).build());
  }

  private boolean isReady(String endpoint, String wanted) {
    try {
      describe(endpoint, wanted);
      return true;
    } catch (MlflowException e) {
      if (e.code() == ErrorCode.TEMPORARILY_UNAVAILABLE
          || e.code() == ErrorCode.RESOURCE_DOES_NOT_EXIST) {
        return false;
      }
      throw e;
    }
  }

  private ObjectNode describe(String endpoint, String wanted) {
    return describe(endpoint, wanted, ModelDescription::metadata);
  }

  private ObjectNode describe(
      String endpoint, String wanted, Function<ModelDescription, ObjectNode> part) {
    return service.describe(
        endpoint, Asked.ofVersion(emptyToNull(wanted)).witnessedBy(asks(endpoint)), part);
  }

  /** The call, which names the endpoint where there is one. */
  private GrpcCall asks(String endpoint) {
    GrpcCall call = GrpcCall.current();
    call.asks(service.isOpen(endpoint) ? endpoint : null);
    return call;
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  @Override
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public void modelMetadata(
      ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> answers) {
    JsonNode described = describe(request.getName(), request.getVersion());
    ModelMetadataResponse.Builder metadata =
        ModelMetadataResponse.newBuilder()
            .setName(request.getName())
            .setPlatform(described.path("platform").asText());
    described.path("versions").forEach(each -> metadata.addVersions(each.asText()));
    described.path("inputs").forEach(each -> metadata.addInputs(tensor(each)));
    described.path("outputs").forEach(each -> metadata.addOutputs(tensor(each)));
    answer(answers, metadata.build());
  }

  private static TensorMetadata tensor(JsonNode described) {
    TensorMetadata.Builder tensor =
        TensorMetadata.newBuilder()
            .setName(described.path("name").asText())
            .setDatatype(described.path("datatype").asText());
    described.path("shape").forEach(length -> tensor.addShape(length.asLong()));
    return tensor.build();
  }

  @Override
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public void modelStatistics(
      ModelStatisticsRequest request, StreamObserver<ModelStatisticsResponse> answers) {
    String wanted = request.getVersion();
    ModelStatisticsResponse.Builder all = ModelStatisticsResponse.newBuilder();
    describe(
            request.getName(),
            wanted,
            wanted.isEmpty() ? ModelDescription::allStats : ModelDescription::stats)
        .path("model_stats")
        .forEach(each -> all.addModelStats(statistics(each)));
    answer(answers, all.build());
  }

  private static ModelStatistics statistics(JsonNode described) {
    JsonNode durations = described.path("inference_stats");
    return ModelStatistics.newBuilder()
        .setName(described.path("name").asText())
        .setVersion(described.path("version").asText())
        .setLastInference(described.path("last_inference").asLong())
        .setInferenceCount(described.path("inference_count").asLong())
        .setExecutionCount(described.path("execution_count").asLong())
        .setInferenceStats(
            InferStatistics.newBuilder()
                .setSuccess(duration(durations.path("success")))
                .setFail(duration(durations.path("fail")))
                .setQueue(duration(durations.path("queue")))
                .setComputeInput(duration(durations.path("compute_input")))
                .setComputeInfer(duration(durations.path("compute_infer")))
                .setComputeOutput(duration(durations.path("compute_output"))))
        .build();
  }

  private static StatisticDuration duration(JsonNode total) {
    return StatisticDuration.newBuilder()
        .setCount(total.path("count").asLong())
        .setNs(total.path("ns").asLong())
        .build();
  }

  @Override
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> answers) {
    GrpcCall.current().takeId();
    answer(answers, infer(request));
  }

  @Override
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public StreamObserver<ModelInferRequest> modelStreamInfer(
      StreamObserver<ModelStreamInferResponse> answers) {
    return GrpcInferStream.open(
        (ServerCallStreamObserver<ModelStreamInferResponse>) answers,
        request -> {
          GrpcCall.current().makeId();
          return infer(request);
        });
  }

  private ModelInferResponse infer(ModelInferRequest request) {
    GrpcCall call = asks(request.getModelName());
    Recording recording =
        requestLogs.isIdle()
            ? null
            : requestLogs.begin(request.getModelName(), () -> sent(request, call.requestId()));
    return recording == null
        ? infer(request, call, null)
        : recording.of(() -> infer(request, call, recording), GrpcText::ofAnswer);
  }

  private static Recording.Sent sent(ModelInferRequest request, String requestId) {
    return new Recording.Sent(requestId, Protocol.V2, CONTENT_TYPE, GrpcText.ofRequest(request));
  }

  private ModelInferResponse infer(
      ModelInferRequest request, GrpcCall call, @Nullable Recording recording) {
    String endpoint = request.getModelName();
    return service.infer(
        endpoint,
        call.asked(request.getModelVersion()).witnessedBy(recording),
        request.getSerializedSize(),
        () -> {
          GrpcCall.requireAwaited();
          return GrpcRequestReader.read(request);
        },
        (read, outputs, lease) -> GrpcAnswer.of(read, outputs, endpoint, call.requestId(), lease));
  }

  private static <A> void answer(StreamObserver<A> answers, A answer) {
    answers.onNext(answer);
    answers.onCompleted();
  }
}
