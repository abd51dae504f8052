import type { FacetKind, FacetMember } from '../../src/contract/facets.ts'
import { facetKinds } from '../../src/fold/facets/kinds.ts'

const titles: Readonly<Record<FacetKind['container'], string>> = {
  run: 'Of a run (`run.facets`)',
  job: 'Of a job (`job.facets`)',
  dataset: 'Of a dataset (`inputs[].facets`, `outputs[].facets`, `dataset.facets`)',
  input: 'Of an input (`inputs[].inputFacets`)',
  output: 'Of an output (`outputs[].outputFacets`)',
}

/** The page of facets, as it stands in the folder of documents. */
export function facetsDoc(): string {
  const kinds = facetKinds()
  const sections = Object.entries(titles).map(
    ([container, title]) =>
      `## ${title}\n\n${kinds
        .filter((kind) => kind.container === container)
        .map(kindDoc)
        .join('\n')}`,
  )
  return `${head}\n${sections.join('\n')}`
}

const head = `# Facets

Written from the table of facet readers (\`src/fold/facets/table.ts\`) by \`npm run docs\`. The page Settings > Facets shows the same.

A facet is known by its container and key, else by the class at the end of its \`_schemaURL\`. Whatever is not here is kept in its event, shown as JSON, and
called \`stored only\` on the receipt of the event. A facet that does not fit its members is used as far as it can be read, and the receipt says what was not.
**Bold** members make facts of the catalog; the others are shown on pages. \`*\`: the schema requires it.
`

function kindDoc(kind: FacetKind): string {
  const also = kind.also.length === 0 ? '' : ` (also ${kind.also.map((k) => `\`${k}\``).join(', ')})`
  return `### \`${kind.key}\`${also}\n\n${kind.className}, ${kind.versions}: ${kind.yields}.\n\n${kind.members.map(memberDoc).join(' · ')}\n`
}

function memberDoc({ path, required, use }: FacetMember): string {
  const name = `\`${path}\`${required ? '\\*' : ''}`
  return use === 'used' ? `**${name}**` : name
}
