package dev.millrace.systemtests.contract;

import java.util.List;

/**
 * A short scenario, played from the first step to the last on each server.
 *
 * @param file the corpus file it is from, without its ending
 * @param given the name of the steps that come first, from {@code givens.yaml}
 */
record ContractCase(String file, String name, String given, List<Step> steps) {

  @Override
  public String toString() {
    return file + ": " + name;
  }
}
