import type { EndpointOptions } from '@/features/endpoints/api/types';

/** A number among the options of an endpoint. */
export interface NumberField {
  label: string;
  description: string;
  min: number;
  max?: number;
  /** Whether parts of one make sense. */
  decimals?: boolean;
  /** As it is shown among the facts. */
  shown: (value: number) => string;
  read: (options: EndpointOptions) => number | undefined;
  write: (options: EndpointOptions, value: number | undefined) => EndpointOptions;
}

/** Those of one purpose, side by side. */
export const numberFields: NumberField[][] = [
  [
    {
      label: 'At the same time',
      description: 'Requests each server answers',
      min: 1,
      shown: (value) => `${value} requests at the same time`,
      read: (options) => options.max_concurrent_requests,
      write: (options, value) => ({ ...options, max_concurrent_requests: value }),
    },
    {
      label: 'Waiting',
      description: 'Beside those; more get 429',
      min: 0,
      shown: (value) => `${value} may wait`,
      read: (options) => options.max_waiting_requests,
      write: (options, value) => ({ ...options, max_waiting_requests: value }),
    },
    {
      label: 'Longest wait, ms',
      description: 'For their turn',
      min: 0,
      shown: (value) => `for ${value} ms`,
      read: (options) => options.max_wait_millis,
      write: (options, value) => ({ ...options, max_wait_millis: value }),
    },
  ],
  [
    {
      label: 'Rows scored together',
      description: 'Of requests at the same time; empty: one by one',
      min: 2,
      shown: (value) => `up to ${value} rows scored together`,
      read: (options) => options.batching?.max_rows,
      write: (options, value) => ({ ...options, batching: group({ ...options.batching, max_rows: value }) }),
    },
    {
      label: 'Wait for others, ms',
      description: 'Empty: not while the model is free',
      min: 1,
      max: 1000,
      shown: (value) => `waiting ${value} ms for others`,
      read: (options) => options.batching?.max_delay_millis,
      write: (options, value) => ({
        ...options,
        batching: group({ ...options.batching, max_delay_millis: value }),
      }),
    },
  ],
  [
    {
      label: 'Threads',
      description: 'That one request may use (ONNX)',
      min: 1,
      max: 256,
      shown: (value) => `${value} threads`,
      read: (options) => options.runtime?.threads,
      write: (options, value) => ({ ...options, runtime: group({ ...options.runtime, threads: value }) }),
    },
    {
      label: 'Workers',
      description: 'Processes with the model (Python)',
      min: 1,
      max: 64,
      shown: (value) => `${value} workers`,
      read: (options) => options.runtime?.workers,
      write: (options, value) => ({ ...options, runtime: group({ ...options.runtime, workers: value }) }),
    },
    {
      label: 'Withhold below',
      description: 'Confidence from 0 to 1; empty: never',
      min: 0,
      max: 1,
      decimals: true,
      shown: (value) => `predictions below ${value} are withheld`,
      read: (options) => options.withhold_below,
      write: (options, value) => ({ ...options, withhold_below: value }),
    },
  ],
];

/** A group of options; none where nothing in it is set. */
export function group<Group extends object>(options: Group): Group | undefined {
  return Object.values(options).every((value) => value === undefined) ? undefined : options;
}

/** What was set, in words; empty where all is as the server is configured. */
export function optionsText(options: EndpointOptions): string[] {
  const numbers = numberFields.flat().flatMap((field) => {
    const value = field.read(options);
    return value === undefined ? [] : [field.shown(value)];
  });
  return [
    ...numbers,
    ...(options.input?.extra_columns === 'IGNORE' ? ['extra columns are left out'] : []),
    ...(options.input?.missing_columns === 'NULL' ? ['missing values are taken for none'] : []),
    ...(options.input?.other_types === 'CONVERT' ? ['other types are converted'] : []),
    ...(options.alert_on_drift === undefined
      ? []
      : [`webhooks are told of ${options.alert_on_drift === 'SOME' ? 'any' : 'strong'} drift`]),
  ];
}
