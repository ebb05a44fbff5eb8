package dev.millrace.serving.runtime.pyfunc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.serving.runtime.UnservableModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentCacheTest {

  @TempDir Path folder;

  private final AtomicInteger made = new AtomicInteger();

  @Test
  void thoseWhoWantTheSameWaitForOneThatMakesIt() throws Exception {
    EnvironmentCache cache = cache(5);
    int callers = 6;
    CountDownLatch together = new CountDownLatch(callers);
    ExecutorService executor = Executors.newFixedThreadPool(callers);
    try {
      List<Future<EnvironmentCache.Hold>> holds = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        holds.add(
            executor.submit(
                () -> {
                  together.countDown();
                  together.await();
                  return cache.acquire("same", this::make);
                }));
      }
      for (Future<EnvironmentCache.Hold> hold : holds) {
        assertThat(hold.get().python()).exists();
        hold.get().close();
      }
    } finally {
      executor.shutdownNow();
    }
    assertThat(made).hasValue(1);
  }

  @Test
  void nothingIsLeftOfOneThatCouldNotBeMade() throws Exception {
    EnvironmentCache cache = cache(5);

    assertThatThrownBy(
            () ->
                cache.acquire(
                    "bad",
                    place -> {
                      make(place);
                      throw new UnservableModelException("conflict");
                    }))
        .hasMessage("conflict");

    assertThat(folder.resolve("bad")).doesNotExist();
    cache.acquire("bad", this::make).close();
    assertThat(folder.resolve("bad")).exists();
  }

  @Test
  void whatAKilledServerLeftHalfMadeIsMadeAnew() throws Exception {
    make(folder.resolve("half"));
    Files.writeString(folder.resolve("half/rubbish"), "");

    cache(5).acquire("half", this::make).close();

    assertThat(made).hasValue(2);
    assertThat(folder.resolve("half/rubbish")).doesNotExist();
  }

  @Test
  void unusedOnesAreRemovedButForThoseUsedLast() throws Exception {
    EnvironmentCache cache = cache(1);
    EnvironmentCache.Hold used = cache.acquire("used", this::make);
    cache.acquire("first", this::make).close();
    cache.acquire("second", this::make).close();

    assertThat(used.python()).exists();
    assertThat(folder.resolve("first")).doesNotExist();
    assertThat(folder.resolve("second")).exists();

    used.close();
    assertThat(folder.resolve("used")).exists();
    assertThat(folder.resolve("second")).doesNotExist();
  }

  @Test
  void oneThatIsUsedTwiceIsKeptUntilBothLetGo() throws Exception {
    EnvironmentCache cache = cache(0);
    EnvironmentCache.Hold one = cache.acquire("shared", this::make);
    EnvironmentCache.Hold other = cache.acquire("shared", this::make);

    one.close();
    one.close();
    assertThat(other.python()).exists();

    other.close();
    assertThat(folder.resolve("shared")).doesNotExist();
    assertThat(made).hasValue(1);
  }

  private EnvironmentCache cache(int keep) {
    return new EnvironmentCache(
        folder, PythonSettings.in(folder, Map.of("keep-environments", Integer.toString(keep))));
  }

  private void make(Path place) {
    made.incrementAndGet();
    try {
      Files.createDirectories(place.resolve("bin"));
      Files.createFile(EnvironmentCache.python(place));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
