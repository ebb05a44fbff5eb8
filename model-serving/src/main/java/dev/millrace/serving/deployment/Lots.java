package dev.millrace.serving.deployment;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Draws one of several by their weights, the same one for the same lot: weighted rendezvous
 * hashing. Each draws a number of its own from the lot, and the best wins. Whose weight grows gains
 * lots from the others, and whose weight shrinks loses some; hardly any other changes hands.
 */
final class Lots {

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private final long[] seeds;
  private final double[] weights;

  /**
   * @param names of those who take part, the same on every server
   */
  Lots(String endpoint, List<String> names, double[] weights) {
    this.weights = weights.clone();
    this.seeds = names.stream().mapToLong(name -> seed(endpoint, name)).toArray();
  }

  /** Of one endpoint and one name, so that a key's luck is not the same everywhere. */
  static long seed(String endpoint, String name) {
    return hash(endpoint + "/" + name);
  }

  /** The lot of a request: that of its key, or any. */
  static long of(@Nullable String key) {
    return key == null ? ThreadLocalRandom.current().nextLong() : hash(key);
  }

  /** Where the lot lies for one seed: above 0, at most 1, evenly spread. */
  static double place(long lot, long seed) {
    long mixed = lot ^ seed;
    mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    mixed ^= mixed >>> 33;
    return ((mixed >>> 11) + 1) * 0x1.0p-53;
  }

  /** Who wins the lot; -1 where nobody has a weight. */
  int winner(long lot) {
    int winner = -1;
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < seeds.length; i++) {
      if (weights[i] > 0) {
        double score = -Math.log(place(lot, seeds[i])) / weights[i];
        if (score < best) {
          best = score;
          winner = i;
        }
      }
    }
    return winner;
  }

  private static long hash(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }
}
