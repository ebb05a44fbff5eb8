package dev.millrace.serving;

import static dev.millrace.serving.RequestLogFixture.awaitKept;
import static dev.millrace.serving.RequestLogFixture.entry;
import static dev.millrace.serving.RequestLogFixture.keep;
import static dev.millrace.serving.ServingFixture.newModel;
import static dev.millrace.serving.ServingFixture.newName;
import static dev.millrace.serving.ServingFixture.openEndpoint;
import static dev.millrace.serving.ServingFixture.serve;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import dev.millrace.platform.grpc.GrpcServer;
import dev.millrace.serving.inference.wire.GRPCInferenceServiceGrpc;
import dev.millrace.serving.inference.wire.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import dev.millrace.serving.inference.wire.InferParameter;
import dev.millrace.serving.inference.wire.InferTensorContents;
import dev.millrace.serving.inference.wire.ModelInferRequest;
import dev.millrace.serving.inference.wire.ModelInferRequest.InferInputTensor;
import dev.millrace.serving.inference.wire.ModelInferRequest.InferRequestedOutputTensor;
import dev.millrace.serving.inference.wire.ModelInferResponse;
import dev.millrace.serving.inference.wire.ModelMetadataRequest;
import dev.millrace.serving.inference.wire.ModelMetadataResponse;
import dev.millrace.serving.inference.wire.ModelReadyRequest;
import dev.millrace.serving.inference.wire.ModelStatistics;
import dev.millrace.serving.inference.wire.ModelStatisticsRequest;
import dev.millrace.serving.inference.wire.ModelStreamInferResponse;
import dev.millrace.serving.inference.wire.ServerLiveRequest;
import dev.millrace.serving.inference.wire.ServerMetadataRequest;
import dev.millrace.serving.inference.wire.ServerReadyRequest;
import dev.millrace.testing.PostgresResource;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Open Inference Protocol over gRPC, by a real channel. */
@QuarkusTest
@TestProfile(GrpcProfile.class)
@QuarkusTestResource(PostgresResource.class)
class GrpcTest {

  @TempDir Path models;
  @Inject FakeRegistry registry;
  @Inject GrpcServer server;

  private ManagedChannel channel;
  private GRPCInferenceServiceBlockingStub stub;

  @BeforeEach
  void connect() {
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port().orElseThrow())
            .usePlaintext()
            .build();
    stub = GRPCInferenceServiceGrpc.newBlockingStub(channel);
  }

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
  }

  @Test
  void theServerAndItsModelsAreDescribed() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    assertThat(stub.serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
    assertThat(stub.serverReady(ServerReadyRequest.getDefaultInstance()).getReady()).isTrue();
    assertThat(stub.serverMetadata(ServerMetadataRequest.getDefaultInstance()).getName())
        .isEqualTo("millrace");
    assertThat(isReady(name, "")).isTrue();
    assertThat(isReady(name, "1")).isTrue();
    assertThat(isReady(name, "2")).isFalse();
    assertThat(isReady(newName(), "")).isFalse();
    ModelMetadataResponse metadata =
        stub.modelMetadata(ModelMetadataRequest.newBuilder().setName(name).build());
    assertThat(metadata.getVersionsList()).containsExactly("1");
    assertThat(metadata.getPlatform()).isNotBlank();
    assertThat(metadata.getInputsList())
        .extracting(
            ModelMetadataResponse.TensorMetadata::getName,
            ModelMetadataResponse.TensorMetadata::getDatatype,
            ModelMetadataResponse.TensorMetadata::getShapeList)
        .containsExactly(
            tuple("x", "FP64", List.of(-1L, 1L)), tuple("y", "FP64", List.of(-1L, 1L)));
    requireRefusal(
        Status.Code.NOT_FOUND,
        "loaded are: 1",
        () ->
            stub.modelMetadata(
                ModelMetadataRequest.newBuilder().setName(name).setVersion("7").build()));
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  private boolean isReady(String name, String version) {
    return stub.modelReady(ModelReadyRequest.newBuilder().setName(name).setVersion(version).build())
        .getReady();
  }

  @Test
  void rawTensorsGoInAndOut() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "tief", "höher"));
    ModelInferResponse answer =
        stub.modelInfer(
            request(name)
                .setId("r-1")
                .addInputs(input("x", "INT8"))
                .addInputs(input("y", "FP64"))
                .addRawInputContents(ByteString.copyFrom(new byte[] {-5, 5}))
                .addRawInputContents(doubles(1, 1))
                .build());
    assertThat(answer.getModelName()).isEqualTo(name);
    assertThat(answer.getModelVersion()).isEqualTo("1");
    assertThat(answer.getId()).isEqualTo("r-1");
    assertThat(answer.getParametersOrThrow("variant").getStringParam()).isEqualTo("primary");
    assertThat(answer.getOutputs(0).getDatatype()).isEqualTo("BYTES");
    assertThat(answer.getOutputs(0).getShapeList()).containsExactly(2L);
    assertThat(answer.getOutputs(0).hasContents()).isFalse();
    assertThat(answer.getRawOutputContents(0))
        .isEqualTo(
            ByteString.copyFrom(new byte[] {4, 0, 0, 0})
                .concat(ByteString.copyFromUtf8("tief"))
                .concat(ByteString.copyFrom(new byte[] {6, 0, 0, 0}))
                .concat(ByteString.copyFromUtf8("höher")));
  }

  @Test
  void requestsAreKeptAsTheirJsonAndCanBeReplayed() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "tief", "höher"));
    keep(name, Map.of("sample_rate", 1));
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("x-millrace-request-id", Metadata.ASCII_STRING_MARSHALLER), "mine");
    ModelInferResponse answer =
        stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
            .modelInfer(
                request(name)
                    .addInputs(input("x", "INT8"))
                    .addInputs(input("y", "FP64"))
                    .addRawInputContents(ByteString.copyFrom(new byte[] {-5, 5}))
                    .addRawInputContents(doubles(1, 1))
                    .build());
    assertThat(answer.getParametersOrThrow("request_id").getStringParam()).isEqualTo("mine");
    String typedId =
        stub.modelInfer(typedRequest(name).build())
            .getParametersOrThrow("request_id")
            .getStringParam();
    awaitKept(name, 2);
    assertThat(entry(name, "mine").getString("body"))
        .isEqualTo(
            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"INT8\",\"shape\":[2],\"data\":[-5,5]},"
                + "{\"name\":\"y\",\"datatype\":\"FP64\",\"shape\":[2],\"data\":[1.0,1.0]}]}");
    assertThat(entry(name, "mine").getString("answer")).contains("[\"tief\",\"höher\"]");
    assertThat(entry(name, typedId).getString("protocol")).isEqualTo("V2");
    assertThat(
            given()
                .contentType("application/json")
                .body(Map.of("version", "1"))
                .post(RequestLogFixture.route(name) + "/replay")
                .jsonPath()
                .getInt("same"))
        .isEqualTo(2);
  }

  @Test
  void typedTensorsGoInAndOutInTheListOfEveryType() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    Map<String, InferTensorContents.Builder> contents =
        Map.of(
            "INT8", contents().addIntContents(-5).addIntContents(5),
            "INT16", contents().addIntContents(-5).addIntContents(5),
            "INT32", contents().addIntContents(-5).addIntContents(5),
            "INT64", contents().addInt64Contents(-5).addInt64Contents(5),
            "FP32", contents().addFp32Contents(-5).addFp32Contents(5),
            "FP64", contents().addFp64Contents(-5).addFp64Contents(5));
    contents.forEach((type, x) -> assertThat(typed(name, type, x)).as(type).isEqualTo("low high"));
    Map<String, InferTensorContents.Builder> unsigned =
        Map.of(
            "UINT8", contents().addUintContents(0).addUintContents(255),
            "UINT16", contents().addUintContents(0).addUintContents(65535),
            "UINT32", contents().addUintContents(0).addUintContents(5),
            "UINT64", contents().addUint64Contents(0).addUint64Contents(5));
    unsigned.forEach((type, x) -> assertThat(typed(name, type, x)).as(type).isEqualTo("high high"));
  }

  private String typed(String name, String type, InferTensorContents.Builder x) {
    ModelInferResponse answer =
        stub.modelInfer(
            request(name)
                .addInputs(input("x", type).setContents(x))
                .addInputs(input("y", "FP64").setContents(ones()))
                .build());
    assertThat(answer.getRawOutputContentsCount()).isZero();
    List<String> labels = new ArrayList<>();
    answer
        .getOutputs(0)
        .getContents()
        .getBytesContentsList()
        .forEach(label -> labels.add(label.toStringUtf8()));
    return String.join(" ", labels);
  }

  @Test
  void outputsComeInTheFormThatIsAskedFor() throws IOException {
    String name = serve(registry, TestModels.regressor(models.resolve("m")));
    InferParameter yes = InferParameter.newBuilder().setBoolParam(true).build();
    InferParameter no = InferParameter.newBuilder().setBoolParam(false).build();
    ModelInferResponse raw =
        stub.modelInfer(typedRequest(name).putParameters("binary_data_output", yes).build());
    assertThat(raw.getOutputs(0).getDatatype()).isEqualTo("FP64");
    assertThat(raw.getRawOutputContents(0)).isEqualTo(doubles(-1, 1));
    ModelInferResponse typed =
        stub.modelInfer(
            typedRequest(name)
                .addOutputs(wanted(raw.getOutputs(0).getName()).putParameters("binary_data", no))
                .build());
    assertThat(typed.getOutputs(0).getContents().getFp64ContentsList()).containsExactly(-1.0, 1.0);
    requireRefusal(
        Status.Code.INVALID_ARGUMENT,
        "not one of the model's",
        () -> stub.modelInfer(typedRequest(name).addOutputs(wanted("score")).build()));
  }

  @Test
  void theKeyChoosesTheVariantAndTheAnswerNamesIt() throws IOException {
    String model = newModel(registry, models, 2);
    registry.move(model, "champion", 1);
    openEndpoint(model, model);
    ServingFixture.awaitLive(model, 1);
    ServingFixture.putVariant(model, "b", Map.of("version", "2", "weight", 50));
    ServingFixture.awaitVariant(model, "b", 2);
    Set<String> variants = new HashSet<>();
    for (int key = 0; key < 24; key++) {
      String first = variantOf(model, "customer-" + key);
      assertThat(variantOf(model, "customer-" + key)).isEqualTo(first);
      String overRest =
          given()
              .header("X-Millrace-Request-Key", "customer-" + key)
              .contentType("application/json")
              .body("{\"inputs\":{\"x\":[1],\"y\":[1]}}")
              .post("/serving/" + model + "/invocations")
              .header("X-Millrace-Variant");
      assertThat(first).isEqualTo(overRest);
      variants.add(first);
    }
    assertThat(variants).containsExactlyInAnyOrder("primary", "b");
    ModelInferResponse second = stub.modelInfer(typedRequest(model).setModelVersion("2").build());
    assertThat(second.getModelVersion()).isEqualTo("2");
    assertThat(second.getOutputs(0).getContents().getBytesContents(0).toStringUtf8())
        .isEqualTo("v2");
  }

  private String variantOf(String endpoint, String key) {
    AtomicReference<Metadata> headers = new AtomicReference<>();
    ModelInferResponse answer =
        with("X-Millrace-Request-Key", key)
            .withInterceptors(
                MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()))
            .modelInfer(typedRequest(endpoint).build());
    String variant = answer.getParametersOrThrow("variant").getStringParam();
    assertThat(headers.get().get(key("x-millrace-variant"))).isEqualTo(variant);
    assertThat(headers.get().get(key("x-millrace-endpoint"))).isEqualTo(endpoint);
    assertThat(headers.get().get(key("x-millrace-model-version")))
        .isEqualTo(answer.getModelVersion())
        .isEqualTo(variant.equals("b") ? "2" : "1");
    return variant;
  }

  @Test
  void whatIsNoRequestIsRefusedWithItsReason() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    requireRefusal(
        Status.Code.NOT_FOUND,
        "no endpoint of this name",
        () -> stub.modelInfer(typedRequest(newName()).build()));
    requireRefusal(
        Status.Code.NOT_FOUND,
        "loaded are: 1",
        () -> stub.modelInfer(typedRequest(name).setModelVersion("7").build()));
    Map<String, ModelInferRequest.Builder> wrong =
        Map.of(
            "Every input must have name",
            request(name).addInputs(input("", "FP64").setContents(ones())),
            "datatype must be one of",
            request(name).addInputs(input("x", "FP128").setContents(ones())),
            "at least one length",
            request(name).addInputs(input("x", "FP64").clearShape().setContents(ones())),
            "lengths of 0 or more",
            request(name).addInputs(input("x", "FP64").clearShape().addShape(-1)),
            "more values than a request can hold",
            request(name)
                .addInputs(input("x", "FP64").clearShape().addShape(1L << 30).addShape(1L << 30)),
            "must have the 2 values of the shape, got 0",
            request(name).addInputs(input("x", "FP64")),
            "must be in fp64_contents",
            request(name).addInputs(input("x", "FP64").setContents(contents().addIntContents(1))),
            "out of the range of INT8",
            request(name)
                .addInputs(
                    input("x", "INT8")
                        .setContents(contents().addIntContents(1).addIntContents(128))),
            "send raw_input_contents",
            request(name).addInputs(input("x", "FP16").setContents(ones())),
            "each of the 1 inputs, it has 2",
            request(name)
                .addInputs(input("x", "FP64"))
                .addRawInputContents(doubles(1, 1))
                .addRawInputContents(doubles(1, 1)));
    wrong.forEach(
        (reason, request) ->
            requireRefusal(
                Status.Code.INVALID_ARGUMENT, reason, () -> stub.modelInfer(request.build())));
    Map<String, ModelInferRequest.Builder> alsoWrong =
        Map.of(
            "must have 16 bytes for the shape, got 8",
            request(name).addInputs(input("x", "FP64")).addRawInputContents(doubles(1)),
            "not in both",
            request(name)
                .addInputs(input("x", "FP64").setContents(ones()))
                .addRawInputContents(doubles(1, 1)),
            "shared memory is not served",
            typedRequest(name)
                .setInputs(
                    0,
                    input("x", "FP64")
                        .setContents(ones())
                        .putParameters(
                            "shared_memory_region",
                            InferParameter.newBuilder().setStringParam("r").build())),
            "must have a value",
            typedRequest(name).putParameters("depth", InferParameter.getDefaultInstance()),
            "asked for twice",
            typedRequest(name).addOutputs(wanted("a")).addOutputs(wanted("a")),
            "out of range",
            request(name)
                .addInputs(input("x", "UINT64"))
                .addInputs(input("y", "UINT64"))
                .addRawInputContents(ByteString.copyFrom(filled(16, (byte) -1)))
                .addRawInputContents(ByteString.copyFrom(new byte[16])),
            "X-Millrace-Retry",
            typedRequest(name));
    alsoWrong.forEach(
        (reason, request) -> {
          GRPCInferenceServiceBlockingStub asking =
              reason.equals("X-Millrace-Retry") ? with(reason, "twice") : stub;
          requireRefusal(
              Status.Code.INVALID_ARGUMENT, reason, () -> asking.modelInfer(request.build()));
        });
  }

  private static byte[] filled(int length, byte value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, value);
    return bytes;
  }

  @Test
  void aRefusalNamesWhoRefuses() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    Metadata byVersion =
        trailers(
            () ->
                with("x-millrace-request-id", "mine")
                    .modelInfer(request(name).addInputs(input("x", "FP64")).build()));
    assertThat(byVersion.get(key("x-millrace-endpoint"))).isEqualTo(name);
    assertThat(byVersion.get(key("x-millrace-model-version"))).isEqualTo("1");
    assertThat(byVersion.get(key("x-millrace-variant"))).isEqualTo("primary");
    assertThat(byVersion.get(key("x-millrace-request-id"))).isEqualTo("mine");
    Metadata byEndpoint =
        trailers(() -> stub.modelInfer(typedRequest(name).setModelVersion("7").build()));
    assertThat(byEndpoint.get(key("x-millrace-endpoint"))).isEqualTo(name);
    assertThat(byEndpoint.get(key("x-millrace-model-version"))).isNull();
    Metadata byNobody = trailers(() -> stub.modelInfer(typedRequest(newName()).build()));
    assertThat(byNobody.get(key("x-millrace-endpoint"))).isNull();
    assertThat(byNobody.get(key("x-millrace-request-id"))).isNotBlank();
  }

  private static Metadata trailers(Runnable call) {
    AtomicReference<Metadata> trailers = new AtomicReference<>();
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(StatusRuntimeException.class, e -> trailers.set(e.getTrailers()));
    return trailers.get();
  }

  @Test
  void aMessageThatIsTooLongIsRefusedAndTheConnectionGoesOn() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    ModelInferRequest large =
        request(name)
            .addInputs(input("x", "BYTES"))
            .addRawInputContents(ByteString.copyFrom(new byte[11 << 20]))
            .build();
    requireRefusal(Status.Code.RESOURCE_EXHAUSTED, "10485760", () -> stub.modelInfer(large));
    requireRefusal(
        Status.Code.RESOURCE_EXHAUSTED,
        "10485760",
        () -> stub.withCompression("gzip").modelInfer(large));
    assertThat(isReady(name, "")).isTrue();
  }

  @Test
  void whatIsNoMessageIsRefusedWithoutACause() {
    MethodDescriptor<byte[], byte[]> garbage =
        GRPCInferenceServiceGrpc.getModelInferMethod().toBuilder(new Bytes(), new Bytes()).build();
    assertThatThrownBy(
            () ->
                ClientCalls.blockingUnaryCall(
                    channel, garbage, CallOptions.DEFAULT, new byte[] {(byte) 0xff, 1, 2}))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(e.getStatus().getDescription()).doesNotContain("Exception");
            });
    assertThat(stub.serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
  }

  @Test
  void anEndpointWithoutAVersionIsUnavailable() throws IOException {
    String model = newModel(registry, models, 1);
    openEndpoint(model, model);
    assertThat(isReady(model, "")).isFalse();
    requireRefusal(
        Status.Code.UNAVAILABLE,
        "no version that is ready",
        () -> stub.modelInfer(typedRequest(model).build()));
  }

  @Test
  void aStreamAnswersEachRequestInOrderAndGoesOnAfterARefusal() throws Exception {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    List<ModelStreamInferResponse> answers = new ArrayList<>();
    CompletableFuture<Void> done = new CompletableFuture<>();
    StreamObserver<ModelInferRequest> requests = stream(answers, done);
    for (int i = 0; i < 50; i++) {
      ModelInferRequest.Builder request = typedRequest(i == 7 ? newName() : name);
      if (i == 9) {
        request.clearInputs();
      }
      requests.onNext(request.setId("r" + i).build());
    }
    requests.onCompleted();
    done.get(30, TimeUnit.SECONDS);
    assertThat(answers).hasSize(50);
    for (int i = 0; i < 50; i++) {
      ModelStreamInferResponse answer = answers.get(i);
      assertThat(answer.getInferResponse().getId()).isEqualTo("r" + i);
      if (i == 9) {
        assertThat(answer.getErrorMessage()).contains("is missing");
        assertThat(answer.getInferResponse().getModelName()).isEqualTo(name);
        assertThat(answer.getInferResponse().getModelVersion()).isEqualTo("1");
        assertThat(answer.getInferResponse().getParametersOrThrow("request_id").getStringParam())
            .isNotBlank();
        continue;
      }
      assertThat(answer.getErrorMessage())
          .isEqualTo(i == 7 ? "There is no endpoint of this name." : "");
      assertThat(answer.getInferResponse().getOutputsCount()).isEqualTo(i == 7 ? 0 : 1);
      assertThat(answer.getInferResponse().getModelName()).isEqualTo(i == 7 ? "" : name);
      assertThat(answer.getInferResponse().getModelVersion()).isEqualTo(i == 7 ? "" : "1");
    }
  }

  private StreamObserver<ModelInferRequest> stream(
      List<ModelStreamInferResponse> answers, CompletableFuture<Void> done) {
    return GRPCInferenceServiceGrpc.newStub(channel)
        .modelStreamInfer(
            new StreamObserver<>() {
              @Override
              public void onNext(ModelStreamInferResponse answer) {
                answers.add(answer);
              }

              @Override
              public void onError(Throwable failure) {
                done.completeExceptionally(failure);
              }

              @Override
              public void onCompleted() {
                done.complete(null);
              }
            });
  }

  @Test
  void requestsAreCountedAsThoseOverRestAre() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    for (int i = 0; i < 3; i++) {
      stub.modelInfer(typedRequest(name).build());
    }
    assertThat(requests(name)).isEqualTo(3);
  }

  @Test
  void statisticsAreThoseOfRest() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    stub.modelInfer(typedRequest(name).build());
    requireRefusal(
        Status.Code.INVALID_ARGUMENT, "is missing", () -> stub.modelInfer(request(name).build()));
    ModelStatisticsRequest.Builder asked = ModelStatisticsRequest.newBuilder().setName(name);
    for (String version : List.of("", "1")) {
      List<ModelStatistics> all =
          stub.modelStatistics(asked.setVersion(version).build()).getModelStatsList();
      assertThat(all)
          .extracting(ModelStatistics::getName, ModelStatistics::getVersion)
          .containsExactly(tuple(name, "1"));
      ModelStatistics stats = all.get(0);
      assertThat(stats.getInferenceCount()).isEqualTo(2);
      assertThat(stats.getExecutionCount()).isEqualTo(1);
      assertThat(stats.getInferenceStats().getSuccess().getCount()).isEqualTo(1);
      assertThat(stats.getInferenceStats().getFail().getCount()).isEqualTo(1);
      assertThat(stats.getInferenceStats().getComputeInfer().getNs()).isPositive();
      assertThat(
              given()
                  .get("/v2/models/" + name + "/stats")
                  .jsonPath()
                  .getLong("model_stats[0].inference_stats.success.ns"))
          .isEqualTo(stats.getInferenceStats().getSuccess().getNs());
    }
    requireRefusal(
        Status.Code.NOT_FOUND,
        "loaded are: 1",
        () -> stub.modelStatistics(asked.setVersion("7").build()));
  }

  /** How many requests are counted as answered. */
  private static double requests(String endpoint) {
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("millrace_serving_request_seconds_count{"))
        .filter(line -> line.contains("endpoint=\"" + endpoint + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  @Test
  void anEndpointWithAKeyAsksForItHereToo() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    String secret =
        given()
            .contentType("application/json")
            .body(Map.of("name", "shop"))
            .post("/api/millrace/v1/endpoints/" + name + "/keys")
            .jsonPath()
            .getString("secret");
    assertThat(secret).isNotBlank();
    assertThat(
            given()
                .contentType("application/json")
                .body(Map.of("requires_key", true))
                .put("/api/millrace/v1/endpoints/" + name + "/options")
                .statusCode())
        .isEqualTo(200);
    ModelInferRequest request = typedRequest(name).build();
    requireRefusal(Status.Code.UNAUTHENTICATED, "key", () -> stub.modelInfer(request));
    requireRefusal(
        Status.Code.UNAUTHENTICATED,
        "key",
        () -> with("authorization", "Bearer wrong").modelInfer(request));
    assertThat(with("authorization", "Bearer " + secret).modelInfer(request).getModelVersion())
        .isEqualTo("1");
  }

  @Test
  void nothingIsScoredAfterTheDeadline() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    // A deadline of the call's own would end it before it is sent.
    assertThatThrownBy(() -> with("grpc-timeout", "1n").modelInfer(typedRequest(name).build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e ->
                assertThat(e.getStatus().getCode())
                    .isIn(Status.Code.DEADLINE_EXCEEDED, Status.Code.CANCELLED));
    stub.withDeadlineAfter(30, TimeUnit.SECONDS).modelInfer(typedRequest(name).build());
    assertThat(requests(name)).as("answered").isEqualTo(1);
  }

  @Test
  void whoIsTooManyIsTurnedAway() throws Exception {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    int rows = 20_000;
    double[] ones = new double[rows];
    Arrays.fill(ones, 1);
    ModelInferRequest request =
        request(name)
            .addInputs(input("x", "FP64").setShape(0, rows))
            .addInputs(input("y", "FP64").setShape(0, rows))
            .addRawInputContents(doubles(ones))
            .addRawInputContents(doubles(ones))
            .build();
    GRPCInferenceServiceGrpc.GRPCInferenceServiceFutureStub asking =
        GRPCInferenceServiceGrpc.newFutureStub(channel);
    List<Future<ModelInferResponse>> calls = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      calls.add(asking.modelInfer(request));
    }
    int answered = 0;
    int turnedAway = 0;
    for (Future<ModelInferResponse> call : calls) {
      try {
        assertThat(call.get().getOutputs(0).getShape(0)).isEqualTo(rows);
        answered++;
      } catch (ExecutionException e) {
        assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        turnedAway++;
      }
    }
    assertThat(answered).isPositive();
    assertThat(turnedAway).isPositive();
  }

  private GRPCInferenceServiceBlockingStub with(String header, String value) {
    Metadata headers = new Metadata();
    headers.put(key(header), value);
    return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  private static ModelInferRequest.Builder request(String endpoint) {
    return ModelInferRequest.newBuilder().setModelName(endpoint);
  }

  private static ModelInferRequest.Builder typedRequest(String endpoint) {
    return request(endpoint)
        .addInputs(
            input("x", "FP64").setContents(contents().addFp64Contents(-5).addFp64Contents(5)))
        .addInputs(input("y", "FP64").setContents(ones()));
  }

  private static InferInputTensor.Builder input(String name, String type) {
    return InferInputTensor.newBuilder().setName(name).setDatatype(type).addShape(2);
  }

  private static InferRequestedOutputTensor.Builder wanted(String name) {
    return InferRequestedOutputTensor.newBuilder().setName(name);
  }

  private static InferTensorContents.Builder contents() {
    return InferTensorContents.newBuilder();
  }

  private static InferTensorContents.Builder ones() {
    return contents().addFp64Contents(1).addFp64Contents(1);
  }

  private static ByteString doubles(double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putDouble(value);
    }
    return ByteString.copyFrom(bytes.array());
  }

  private static void requireRefusal(Status.Code code, String reason, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).as(e.toString()).isEqualTo(code);
              assertThat(e.getStatus().getDescription()).contains(reason);
            });
  }

  /** Sends bytes as they are. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
