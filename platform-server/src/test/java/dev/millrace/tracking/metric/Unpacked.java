package dev.millrace.tracking.metric;

import java.util.ArrayList;
import java.util.List;

/** A point as it comes out of a packed batch. */
record Unpacked(SeriesContext context, Point point) {

  static List<Unpacked> of(long runKey, byte[] packed) {
    List<Unpacked> points = new ArrayList<>();
    PackedPoints.forEach(
        runKey, packed, (context, point) -> points.add(new Unpacked(context, point)));
    return points;
  }
}
