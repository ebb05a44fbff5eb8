package dev.millrace.serving.inference;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.access.Access;
import dev.millrace.core.access.Permission;
import dev.millrace.core.access.PublicAccess;
import dev.millrace.core.access.Subject;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.LoggedRequest.Protocol;
import dev.millrace.core.serving.RequestId;
import dev.millrace.serving.inference.wire.GRPCInferenceServiceGrpc;
import dev.millrace.serving.inference.wire.ModelInferRequest;
import dev.millrace.serving.inference.wire.ModelInferResponse;
import dev.millrace.serving.inference.wire.ModelMetadataRequest;
import dev.millrace.serving.inference.wire.ModelMetadataResponse;
import dev.millrace.serving.inference.wire.ModelMetadataResponse.TensorMetadata;
import dev.millrace.serving.inference.wire.ModelReadyRequest;
import dev.millrace.serving.inference.wire.ModelReadyResponse;
import dev.millrace.serving.inference.wire.ModelStreamInferResponse;
import dev.millrace.serving.inference.wire.ServerLiveRequest;
import dev.millrace.serving.inference.wire.ServerLiveResponse;
import dev.millrace.serving.inference.wire.ServerMetadataRequest;
import dev.millrace.serving.inference.wire.ServerMetadataResponse;
import dev.millrace.serving.inference.wire.ServerReadyRequest;
import dev.millrace.serving.inference.wire.ServerReadyResponse;
import dev.millrace.serving.requestlog.Recording;
import dev.millrace.serving.requestlog.RequestLogs;
import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;
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

  private InferenceService.Described describe(String endpoint, String wanted) {
    InferenceService.Described described =
        service.describe(endpoint, emptyToNull(wanted), ModelDescription::metadata);
    GrpcCall.current().answered(endpoint, described.version(), described.variant());
    return described;
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  @Override
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public void modelMetadata(
      ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> answers) {
    JsonNode described = describe(request.getName(), request.getVersion()).json();
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
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> answers) {
    answer(answers, infer(request, GrpcCall.current().requestId()));
  }

  @Override
  @Access(on = Subject.ENDPOINT, needs = Permission.USE)
  public StreamObserver<ModelInferRequest> modelStreamInfer(
      StreamObserver<ModelStreamInferResponse> answers) {
    return GrpcInferStream.open(
        (ServerCallStreamObserver<ModelStreamInferResponse>) answers,
        request -> infer(request, RequestId.next().toString()));
  }

  private ModelInferResponse infer(ModelInferRequest request, String requestId) {
    Recording recording =
        requestLogs.isIdle()
            ? null
            : requestLogs.begin(request.getModelName(), () -> sent(request, requestId));
    return recording == null
        ? infer(request, requestId, null)
        : recording.of(() -> infer(request, requestId, recording), GrpcText::ofAnswer);
  }

  private static Recording.Sent sent(ModelInferRequest request, String requestId) {
    return new Recording.Sent(requestId, Protocol.V2, CONTENT_TYPE, GrpcText.ofRequest(request));
  }

  private ModelInferResponse infer(
      ModelInferRequest request, String requestId, @Nullable Recording recording) {
    GrpcCall call = GrpcCall.current();
    String endpoint = request.getModelName();
    return service.infer(
        endpoint,
        call.asked(request.getModelVersion()).witnessedBy(recording),
        request.getSerializedSize(),
        () -> {
          GrpcCall.requireAwaited();
          return GrpcRequestReader.read(request);
        },
        (read, outputs, lease) -> {
          ModelInferResponse answer = GrpcAnswer.of(read, outputs, endpoint, requestId, lease);
          call.answered(endpoint, lease.version(), lease.variant());
          return answer;
        });
  }

  private static <A> void answer(StreamObserver<A> answers, A answer) {
    answers.onNext(answer);
    answers.onCompleted();
  }
}
