package dev.millrace.tracking.metric;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes the points of one page on, and keeps the one that only tells of another page back. */
final class HistoryPage implements Consumer<Point> {

  private final @Nullable Integer size;
  private final HistoryAnswer answer;
  private int passed;
  private boolean cut;
  private @Nullable Point last;

  /** A page of so many points; absent: of all. */
  HistoryPage(@Nullable Integer size, HistoryAnswer answer) {
    this.size = size;
    this.answer = answer;
  }

  @Override
  public void accept(Point point) {
    if (size != null && passed == size) {
      cut = true;
      return;
    }
    answer.point(point);
    passed++;
    last = point;
  }

  /** Whether there are more points than the page holds. */
  boolean isCut() {
    return cut;
  }

  /** The last point of the page, which a cut page has. */
  Point last() {
    if (last == null) {
      throw new IllegalStateException("an empty page has no last point");
    }
    return last;
  }
}
