package dev.millrace.serving.deployment;

import dev.millrace.serving.canary.CanaryDecisions;
import java.util.concurrent.Executor;

/**
 * What it takes to swap a version in.
 *
 * @param keepPrevious whether the primary keeps the version that answered before
 */
record SwapTools(
    Targets targets,
    CandidateLoader loader,
    SwapPen pen,
    Mirror mirror,
    CanaryDecisions canaries,
    Executor executor,
    boolean keepPrevious) {}
