package dev.millrace.tracking.export;

import dev.millrace.core.tracking.Run;
import java.util.Map;

/** A run, and the least and greatest values of its metrics that are asked for. */
record ExportedRun(Run run, Map<RunColumn, Object> extremes) {}
