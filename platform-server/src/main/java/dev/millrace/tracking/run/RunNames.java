package dev.millrace.tracking.run;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Makes names for runs that come without one, such as {@code brisk-heron-417}. */
public final class RunNames {

  private static final List<String> ADJECTIVES =
      List.of(
          "able", "agile", "amber", "bold", "brave", "brisk", "calm", "clear", "clever", "crisp",
          "deft", "eager", "early", "fair", "fleet", "fond", "frank", "fresh", "gentle", "glad",
          "grand", "handy", "hardy", "honest", "jolly", "keen", "kind", "lively", "loyal", "lucid",
          "merry", "mild", "neat", "nimble", "noble", "patient", "plain", "polite", "proud",
          "quick", "quiet", "rapid", "ready", "robust", "sharp", "silent", "sleek", "smooth",
          "solid", "spry", "stable", "steady", "stout", "sturdy", "subtle", "swift", "tidy",
          "upbeat", "vivid", "warm", "wise", "witty", "young", "zesty");

  private static final List<String> NOUNS =
      List.of(
          "ant", "auk", "badger", "bat", "bear", "beaver", "bee", "bison", "boar", "carp", "cat",
          "cod", "colt", "crab", "crane", "crow", "deer", "dove", "duck", "eagle", "eel", "elk",
          "falcon", "finch", "fish", "fly", "fox", "frog", "goat", "goose", "grouse", "gull",
          "hare", "hawk", "heron", "horse", "ibex", "jay", "kite", "koi", "lark", "lion", "lynx",
          "mink", "mole", "moose", "moth", "mouse", "newt", "otter", "owl", "panda", "pike",
          "quail", "raven", "robin", "seal", "shrew", "skunk", "snail", "sparrow", "squid", "stag",
          "stork", "swan", "tern", "toad", "trout", "vole", "wasp", "whale", "wolf", "wren", "yak");

  private RunNames() {}

  /** A name of at most twenty characters; names may repeat. */
  public static String random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return ADJECTIVES.get(random.nextInt(ADJECTIVES.size()))
        + "-"
        + NOUNS.get(random.nextInt(NOUNS.size()))
        + "-"
        + random.nextInt(1000);
  }
}
