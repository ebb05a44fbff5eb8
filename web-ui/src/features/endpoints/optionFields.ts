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

type InputPolicy = NonNullable<EndpointOptions['input']>;

/** What `--mlflow-compatible` of the command line sets. */
const mlflowCompatible: InputPolicy = {
  extra_columns: 'IGNORE',
  missing_columns: 'NULL',
  other_types: 'CONVERT',
};

function same(one: InputPolicy, other: InputPolicy): boolean {
  return (
    one.extra_columns === other.extra_columns &&
    one.missing_columns === other.missing_columns &&
    one.other_types === other.other_types
  );
}

/** A choice among the options of an endpoint; the empty one is as the server has it. */
export interface ChoiceField {
  label: string;
  choices: {
    value: string;
    label: string;
    shown?: string;
    /** It is what other fields make of it: not there to be chosen. */
    made?: true;
  }[];
  read: (options: EndpointOptions) => string;
  write: (options: EndpointOptions, value: string) => EndpointOptions;
}

/** Those of one purpose, side by side. */
export const choiceFields: ChoiceField[][] = [
  [
    {
      label: 'Tables are held to the columns',
      choices: [
        { value: '', label: 'Strictly' },
        { value: 'MLFLOW', label: 'As by MLflow, where nothing is lost' },
        { value: 'OWN', label: 'As chosen below', made: true },
      ],
      read: ({ input = {} }) => (same(input, mlflowCompatible) ? 'MLFLOW' : same(input, {}) ? '' : 'OWN'),
      write: (options, value) =>
        value === 'OWN' ? options : { ...options, input: value === 'MLFLOW' ? mlflowCompatible : undefined },
    },
  ],
  [
    {
      label: 'Extra columns',
      choices: [
        { value: '', label: 'Are refused' },
        { value: 'IGNORE', label: 'Are left out', shown: 'extra columns are left out' },
      ],
      read: (options) => (options.input?.extra_columns === 'IGNORE' ? 'IGNORE' : ''),
      write: (options, value) => ({
        ...options,
        input: group({ ...options.input, extra_columns: value === 'IGNORE' ? 'IGNORE' : undefined }),
      }),
    },
    {
      label: 'Missing values',
      choices: [
        { value: '', label: 'Are refused' },
        { value: 'NULL', label: 'Are taken for no value', shown: 'missing values are taken for none' },
      ],
      read: (options) => (options.input?.missing_columns === 'NULL' ? 'NULL' : ''),
      write: (options, value) => ({
        ...options,
        input: group({ ...options.input, missing_columns: value === 'NULL' ? 'NULL' : undefined }),
      }),
    },
    {
      label: 'Other types',
      choices: [
        { value: '', label: 'Are refused' },
        { value: 'CONVERT', label: 'Are converted without loss', shown: 'other types are converted' },
      ],
      read: (options) => (options.input?.other_types === 'CONVERT' ? 'CONVERT' : ''),
      write: (options, value) => ({
        ...options,
        input: group({ ...options.input, other_types: value === 'CONVERT' ? 'CONVERT' : undefined }),
      }),
    },
  ],
  [
    {
      label: 'Previous version',
      choices: [
        { value: '', label: 'As the server has it' },
        {
          value: 'keep',
          label: 'Stays in memory',
          shown: 'the previous version stays in memory for a rollback',
        },
        { value: 'free', label: 'Is freed', shown: 'the previous version is freed' },
      ],
      read: (options) => (options.keep_previous === undefined ? '' : options.keep_previous ? 'keep' : 'free'),
      write: (options, value) => ({ ...options, keep_previous: value === '' ? undefined : value === 'keep' }),
    },
    {
      label: 'Told of drift',
      choices: [
        { value: '', label: 'Nobody' },
        { value: 'SOME', label: 'Webhooks, of any drift', shown: 'webhooks are told of any drift' },
        { value: 'STRONG', label: 'Webhooks, of strong drift', shown: 'webhooks are told of strong drift' },
      ],
      read: (options) => options.alert_on_drift ?? '',
      write: (options, value) => ({
        ...options,
        alert_on_drift: value === 'SOME' || value === 'STRONG' ? value : undefined,
      }),
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
  const choices = choiceFields.flat().flatMap((field) => {
    const chosen = field.choices.find((choice) => choice.value === field.read(options));
    return chosen?.shown === undefined ? [] : [chosen.shown];
  });
  return [...numbers, ...choices];
}
