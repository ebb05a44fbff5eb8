import type { components, paths } from '@/lib/api-schema';
import type { WireDouble } from '@/lib/format';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The methods that a path has: the generated types name those that it has not, too. */
type MethodOf<Path extends keyof paths> = {
  [M in Method]: paths[Path][M] extends { responses: unknown } ? M : never;
}[Method];

/** The calls of our OpenAPI, as `GET /api/millrace/v1/views`. */
export type Call = { [Path in keyof paths]: `${Uppercase<MethodOf<Path>>} ${Path}` }[keyof paths];

type Operation<C extends Call> = C extends `${infer M} ${infer Path extends keyof paths}`
  ? paths[Path][Lowercase<M> & Method]
  : never;

type Json<Content> = Content extends { 'application/json': infer Body } ? Body : never;

/** What a call is answered with. */
export type AnswerTo<C extends Call> =
  Operation<C> extends { responses: { 200: { content: infer Content } } } ? Json<Content> : never;

/** What a call is sent with. */
export type BodyOf<C extends Call> =
  Operation<C> extends { requestBody: { content: infer Content } } ? Sent<Json<Content>> : never;

/** Lists that are sent are not changed: they may be ones that cannot be. */
type Sent<T> = T extends readonly (infer Item)[]
  ? readonly Sent<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: Sent<T[K]> }
    : T;

/** A type that the OpenAPI has a name for; those that end with a number change their names. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/** Any JSON; the OpenAPI describes the Java class in its place. */
type AnyJson = 'missing_node';

/** What may stand where the OpenAPI has this: a closer type, any JSON for a tree, words for a double. */
type Stated<T> = unknown extends T
  ? unknown
  : T extends number
    ? WireDouble
    : T extends readonly (infer Item)[]
      ? Stated<Item>[]
      : AnyJson extends keyof T
        ? unknown
        : T extends object
          ? { [K in keyof T]: Stated<T[K]> }
          : T;

/** The properties that a type may lack. */
type OptionalOf<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];

type Closer<T, Inner> = { [K in keyof Inner]: K extends keyof T ? Stated<NonNullable<T[K]>> : never };

type Told<T, Inner> = { [K in keyof T]: K extends keyof Inner ? Inner[K] : T[K] };

/**
 * A type of the OpenAPI with what that does not say: which properties are always there, and which are of
 * a closer type. Both have to be properties that it has, and a closer type has to fit the one it has, so
 * that what is renamed, removed or of another type there fails here, or where it is read.
 */
export type Known<T, Always extends OptionalOf<T> = never, Inner extends Closer<T, Inner> = object> = Told<
  T,
  Inner
> &
  Required<Pick<Told<T, Inner>, Always>>;

/** What a list is of. */
export type ItemOf<List extends readonly unknown[] | undefined> = NonNullable<List>[number];
