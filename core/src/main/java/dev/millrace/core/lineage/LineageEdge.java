package dev.millrace.core.lineage;

import org.jspecify.annotations.Nullable;

/**
 * One step of the lineage, in the direction in which data flows.
 *
 * @param context of READ the context the data was read in, such as {@code training}; of SERVED
 *     {@code now} or {@code earlier}; absent where nothing was told
 */
public record LineageEdge(NodeId from, NodeId to, EdgeKind kind, @Nullable String context) {}
