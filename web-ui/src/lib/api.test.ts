import { expectTypeOf, it } from 'vitest';
import type { AnswerTo, BodyOf, Known } from '@/lib/api';
import type { WireDouble } from '@/lib/format';

interface Part {
  name?: string;
  share?: number;
}

interface Whole {
  id?: string;
  name: string;
  stage?: string;
  parts?: Part[];
  tree?: { missing_node?: boolean; array?: boolean };
}

type KnownPart = Known<Part, 'name' | 'share', { share: WireDouble }>;

// What these lines hold is held by the compiler, at every build.
it('says what is always there, and what is closer', () => {
  type Closer = Known<Whole, 'id', { stage: 'active' | 'deleted'; parts: KnownPart[]; tree: string[] }>;
  expectTypeOf<Closer['id']>().toEqualTypeOf<string>();
  expectTypeOf<Closer['stage']>().toEqualTypeOf<'active' | 'deleted' | undefined>();
  expectTypeOf<Closer['parts']>().toEqualTypeOf<KnownPart[] | undefined>();
  expectTypeOf<Closer['tree']>().toEqualTypeOf<string[] | undefined>();
  expectTypeOf<KnownPart['share']>().toEqualTypeOf<WireDouble>();
});

it('refuses what the OpenAPI does not have', () => {
  // @ts-expect-error: there is no such property
  expectTypeOf<Known<Whole, 'gone'>>().toBeObject();
  // @ts-expect-error: that one is always there, as the OpenAPI says by itself
  expectTypeOf<Known<Whole, 'name'>>().toBeObject();
  // @ts-expect-error: nor has one that is not there a closer type
  expectTypeOf<Known<Whole, never, { gone: string }>>().toBeObject();
  // @ts-expect-error: a text is no number
  expectTypeOf<Known<Whole, never, { stage: number }>>().toBeObject();
  // @ts-expect-error: nor are parts texts
  expectTypeOf<Known<Whole, never, { parts: string[] }>>().toBeObject();
  // @ts-expect-error: there is no such call
  expectTypeOf<AnswerTo<'GET /api/millrace/v1/nothing'>>().toBeNever();
  // @ts-expect-error: nor is this path called so
  expectTypeOf<BodyOf<'PATCH /api/millrace/v1/views'>>().toBeNever();
});
