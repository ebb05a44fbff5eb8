import type { Known, Schema } from '@/lib/api';

/**
 * Which requests of an endpoint are kept, from none (0) to all (1), and what of them; how each hour of them
 * is exported is as the server is configured where it is absent.
 */
export type RequestLogSettings = Schema<'RequestLogSettings'>;

/** A request that was kept; a list leaves body and answer out. */
export type LoggedRequest = Schema<'LoggedRequest'>;

/** One request that a version was asked again, with the version that answered then. */
export type Replayed = Schema<'Replayed'>;

export type ReplayReport = Known<Schema<'ReplayReport'>, never, { requests: Replayed[] }>;
