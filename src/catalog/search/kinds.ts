/** Kinds of things that search finds. */
export const kinds = ['job', 'dataset', 'field', 'namespace', 'owner', 'tag', 'run', 'facet'] as const
export type Kind = (typeof kinds)[number]
