package dev.millrace.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.Followed;
import dev.millrace.serving.ServerId;
import dev.millrace.serving.feed.ServingFeed;
import dev.millrace.serving.feed.ServingFeed.FollowedEndpoint;
import dev.millrace.serving.feed.ServingFeed.Target;
import dev.millrace.serving.feed.ServingFeed.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCacheTest {

  private static final String MODEL = "models:/labels/3/abc";
  private static final String SAME_FILES = "models:/labels/4/def";

  @TempDir Path folder;

  @Test
  void aFileIsFetchedOnceForAllVersionsThatHaveIt() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      platform.put("MLmodel", "flavors: {}");
      ModelCache cache = cache(platform);
      assertThat(read(cache, MODEL)).isEqualTo("flavors: {}");
      assertThat(read(cache, SAME_FILES)).isEqualTo("flavors: {}");
      assertThat(platform.asked()).containsExactly("GET files", "GET content", "GET files");
    }
  }

  @Test
  void whatTheDiskSpoiltIsFetchedAgain() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      platform.put("MLmodel", "flavors: {}");
      ModelCache cache = cache(platform);
      read(cache, MODEL);
      Files.writeString(onlyContent(), "rust");
      assertThat(read(cache, MODEL)).isEqualTo("flavors: {}");
    }
  }

  @Test
  void withoutThePlatformTheDiskAnswers() throws IOException {
    FakePlatform platform = new FakePlatform();
    platform.put("MLmodel", "flavors: {}");
    ModelCache cache = cache(platform);
    read(cache, MODEL);
    platform.close();
    assertThat(read(cache, MODEL)).isEqualTo("flavors: {}");
    assertThatThrownBy(() -> cache.listAll(SAME_FILES))
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.TEMPORARILY_UNAVAILABLE);
              assertThat(e.text()).contains("cannot be reached");
            });
  }

  @Test
  void aVersionThatIsGoneIsNotTakenFromTheDisk() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      platform.put("MLmodel", "flavors: {}");
      ModelCache cache = cache(platform);
      read(cache, MODEL);
      platform.answerWith(404);
      assertThatThrownBy(() -> cache.listAll(MODEL))
          .isInstanceOfSatisfying(
              MlflowException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_STATE));
    }
  }

  @Test
  void whatAProxySaysInThePlatformsPlaceIsAnOutage() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      platform.put("MLmodel", "flavors: {}");
      ModelCache cache = cache(platform);
      read(cache, MODEL);
      for (int status : new int[] {403, 404, 302}) {
        platform.answerAsProxyWith(status);
        assertThat(read(cache, MODEL)).as("%d", status).isEqualTo("flavors: {}");
      }
    }
  }

  @Test
  void whatCameDamagedIsTriedAgain() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      platform.put("MLmodel", "flavors: {}");
      ModelCache cache = cache(platform);
      platform.damage(true);
      assertThatThrownBy(() -> read(cache, MODEL))
          .isInstanceOfSatisfying(
              MlflowException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.TEMPORARILY_UNAVAILABLE));
      platform.damage(false);
      assertThat(read(cache, MODEL)).isEqualTo("flavors: {}");
      assertThat(folder.resolve("incoming")).isEmptyDirectory();
    }
  }

  @Test
  void aSpoiltManifestOfAnotherVersionIsNoHindrance() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      platform.put("MLmodel", "of an old version");
      Followed champion = Followed.alias("champion");
      FollowedFeed feed = new FollowedFeed(Set.of(), outbox(platform));
      feed.set(
          new ServingFeed(
              "1",
              List.of(
                  new FollowedEndpoint(
                      SwapOutboxTest.ENDPOINT,
                      List.of(new Target(champion, 3)),
                      List.of(new Version(3, "abc")),
                      null,
                      null))));
      ModelCache cache = new ModelCache(platform.client(), new CacheFolder(folder, 0, feed));
      read(cache, MODEL);
      Files.writeString(folder.resolve("manifests").resolve("abc.json"), "");
      platform.put("MLmodel", "of a new version");
      assertThat(read(cache, SAME_FILES)).isEqualTo("of a new version");
    }
  }

  @Test
  void whatAProcessLeftHalfWrittenGoesOnceItIsOld() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      platform.put("MLmodel", "flavors: {}");
      Path incoming = Files.createDirectories(folder.resolve("incoming"));
      Path old = Files.writeString(incoming.resolve("old"), "half");
      Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
      Path now = Files.writeString(incoming.resolve("now"), "half");
      read(cache(platform), MODEL);
      assertThat(incoming).isDirectoryContaining(now::equals).isDirectoryNotContaining(old::equals);
    }
  }

  @Test
  void whatNothingFollowedNeedsGoesWhereTheRoomIsUsedUp() throws IOException {
    try (FakePlatform platform = new FakePlatform()) {
      platform.put("MLmodel", "of an old version");
      ModelCache cache = cache(platform, 0);
      read(cache, MODEL);
      assertThat(onlyContent()).hasContent("of an old version");
      platform.put("MLmodel", "of a new version");
      read(cache, SAME_FILES);
      assertThat(onlyContent()).hasContent("of a new version");
    }
  }

  private ModelCache cache(FakePlatform platform) {
    return cache(platform, Long.MAX_VALUE);
  }

  private ModelCache cache(FakePlatform platform, long mostBytes) {
    FollowedFeed feed = new FollowedFeed(Set.of(), outbox(platform));
    return new ModelCache(platform.client(), new CacheFolder(folder, mostBytes, feed));
  }

  private static SwapOutbox outbox(FakePlatform platform) {
    return new SwapOutbox(platform.client(), new ServerId());
  }

  private static String read(ModelCache cache, String model) throws IOException {
    List<String> paths = cache.listAll(model).stream().map(each -> each.path()).toList();
    assertThat(paths).containsExactly("MLmodel");
    try (InputStream content = cache.open(model, "MLmodel")) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Path onlyContent() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("contents"))) {
      return all.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }
}
