package dev.millrace.tracking.export;

import dev.millrace.core.tracking.Run;
import java.util.Map;

/** A run, and what is asked for of it that a search does not tell. */
record ExportedRun(Run run, Map<RunColumn, Object> cells) {}
