import type { FacetKind } from '../../../../src/contract/facets.ts'

/** The parts of an event that carry facets, in the order in which people meet them. */
export const PARTS: readonly { readonly container: FacetKind['container']; readonly title: string; readonly place: string }[] = [
  { container: 'run', title: 'Run', place: 'run.facets' },
  { container: 'job', title: 'Job', place: 'job.facets' },
  { container: 'dataset', title: 'Dataset', place: 'inputs[].facets, outputs[].facets, dataset.facets' },
  { container: 'input', title: 'Input', place: 'inputs[].inputFacets' },
  { container: 'output', title: 'Output', place: 'outputs[].outputFacets' },
]

export const inContainer = (kinds: readonly FacetKind[], container: FacetKind['container']): FacetKind[] =>
  kinds.filter((kind) => kind.container === container)

/** Every typed word is in the key, the class, the meaning or the name of a member. */
export function matches(kind: FacetKind, typed: string): boolean {
  const text = [kind.key, ...kind.also, kind.className, kind.yields, ...kind.members.map((m) => m.path)].join(' ').toLowerCase()
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
