/** Looks into the zod schemas, so that remedies name what the one schema knows. */
import type { z } from 'zod';
import type { PathParts } from './document-path.js';

interface Definition {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly options?: readonly z.core.$ZodType[];
}

/** The keys an object of the schema may have at a path; none where the path leads elsewhere. */
export function knownKeys(schema: z.core.$ZodType, path: PathParts): readonly string[] {
  let here: z.core.$ZodType | undefined = schema;
  for (const part of path) {
    if (!here) return [];
    const definition: Definition = unwrapped(here);
    here = typeof part === 'number' ? definition.element : definition.shape?.[String(part)];
  }
  return here ? Object.keys(unwrapped(here).shape ?? {}) : [];
}

/** Through optional, default and prefault to what they hold; a union of objects has the keys of all. */
function unwrapped(schema: z.core.$ZodType): Definition {
  let definition = schema._zod.def as Definition;
  while (definition.innerType) definition = definition.innerType._zod.def as Definition;
  if (!definition.options) return definition;
  const shapes = definition.options.map((option) => unwrapped(option).shape ?? {});
  return { ...definition, shape: Object.assign({}, ...shapes) as NonNullable<Definition['shape']> };
}
