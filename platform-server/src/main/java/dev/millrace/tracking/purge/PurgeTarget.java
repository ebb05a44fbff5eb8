package dev.millrace.tracking.purge;

/**
 * What may be removed: only what is deleted, and of that what this says. With no ids at all
 * everything is meant.
 *
 * @param deletedUntilMillis only what was deleted until then
 */
record PurgeTarget(long deletedUntilMillis, Long[] experimentIds, String[] runIds) {

  /** Whether all that is deleted is meant. */
  boolean all() {
    return experimentIds.length == 0 && runIds.length == 0;
  }
}
