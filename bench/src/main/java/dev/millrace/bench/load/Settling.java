package dev.millrace.bench.load;

/** Tells from the rates of one slice of time after another when they have stopped growing. */
final class Settling {

  private static final double GROWTH = 1.05;
  private static final int SLICES_WITHOUT_GROWTH = 4;
  private static final int MOST_SLICES = 30;

  private double best;
  private int slices;
  private int withoutGrowth;

  void add(double rate) {
    slices++;
    withoutGrowth = slices > 1 && rate <= best * GROWTH ? withoutGrowth + 1 : 0;
    best = Math.max(best, rate);
  }

  /** Four slices in a row grew by 5 % at most over the best before them, or there were 30. */
  boolean isOver() {
    return withoutGrowth >= SLICES_WITHOUT_GROWTH || slices >= MOST_SLICES;
  }
}
