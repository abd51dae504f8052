import { arrayMember, isObject, member, stringMember } from '../../lib/json.ts'
import type { JsonObject } from '../../lib/json.ts'
import type { Container, FacetReader } from '../facet-reader.ts'
import { listOf, need, object, shown, text } from './shape.ts'
import type { Members } from './shape.ts'

/** Facets whose latest JSON the catalog keeps as it is: pages and lists read it. Each says what it must hold to be of use. */
function kept(
  container: Container,
  key: string,
  className: string,
  versions: string,
  yields: string,
  members: Members,
  says: (facet: JsonObject) => string | null,
  missing: string,
): FacetReader {
  return {
    container,
    key,
    className,
    versions,
    yields,
    members,
    keeps: true,
    history: container !== 'run',
    read(facet, scope) {
      const text = says(facet)
      if (text === null) scope.warn(missing)
      return text
    },
  }
}

const counted = (n: number, noun: string): string | null => (n === 0 ? `No ${noun}s` : `${n} ${noun}${n === 1 ? '' : 's'}`)

const documentation = { description: need(text), contentType: shown(text) }
const ownership = { owners: listOf(object({ name: need(text), type: shown(text) })) }
const tag = { key: need(text), value: need(text), source: shown(text) }
const tags = { tags: listOf(object(tag)) }

const documentationSays = (facet: JsonObject): string | null =>
  stringMember(facet, 'description') === undefined ? null : 'Description kept'
const ownersSay = (facet: JsonObject): string | null =>
  Array.isArray(member(facet, 'owners'))
    ? counted(arrayMember(facet, 'owners').filter((o) => stringMember(o, 'name') !== undefined).length, 'owner')
    : null
const tagsSay = (facet: JsonObject): string | null =>
  Array.isArray(member(facet, 'tags')) ? counted(arrayMember(facet, 'tags').filter(isObject).length, 'tag') : null

export const jobDocumentation = kept(
  'job',
  'documentation',
  'DocumentationJobFacet',
  '1-0-0 to 1-1-0',
  'description of the job; its history',
  documentation,
  documentationSays,
  'description is missing or not text',
)
export const datasetDocumentation = kept(
  'dataset',
  'documentation',
  'DocumentationDatasetFacet',
  '1-0-0 to 1-1-0',
  'description of the dataset; its history',
  documentation,
  documentationSays,
  'description is missing or not text',
)
export const jobOwnership = kept(
  'job',
  'ownership',
  'OwnershipJobFacet',
  '1-0-0, 1-0-1',
  'owners of the job; their history',
  ownership,
  ownersSay,
  'owners is missing or no list',
)
export const datasetOwnership = kept(
  'dataset',
  'ownership',
  'OwnershipDatasetFacet',
  '1-0-0, 1-0-1',
  'owners of the dataset; their history',
  ownership,
  ownersSay,
  'owners is missing or no list',
)
export const jobTags = kept(
  'job',
  'tags',
  'TagsJobFacet',
  '1-0-0',
  'tags of the job; their history',
  tags,
  tagsSay,
  'tags is missing or no list',
)
export const datasetTags = kept(
  'dataset',
  'tags',
  'TagsDatasetFacet',
  '1-0-0',
  'tags of the dataset and of its fields; their history',
  { tags: listOf(object({ ...tag, field: text })) },
  tagsSay,
  'tags is missing or no list',
)
/** Run facets are read from the run's own events when it is shown; being known makes them `used`. */
export const runTags: FacetReader = {
  ...kept('run', 'tags', 'TagsRunFacet', '1-0-0', 'tags of the run', tags, tagsSay, 'tags is missing or no list'),
  keeps: false,
}
export const sql: FacetReader = {
  ...kept(
    'job',
    'sql',
    'SQLJobFacet',
    '1-0-0 to 1-1-0',
    'SQL of the job; its history',
    { query: need(text), dialect: shown(text) },
    (f) => (stringMember(f, 'query') === undefined ? null : 'SQL kept'),
    'query is missing or not text',
  ),
  isCode: true,
}
export const sourceCodeLocation: FacetReader = {
  ...kept(
    'job',
    'sourceCodeLocation',
    'SourceCodeLocationJobFacet',
    '1-0-0 to 1-1-0',
    'where the code of the job is; its history',
    {
      type: need(text),
      url: need(text),
      repoUrl: text,
      path: text,
      version: text,
      tag: text,
      branch: text,
      pullRequestNumber: shown(text),
    },
    (f) => stringMember(f, 'url') ?? stringMember(f, 'repoUrl') ?? stringMember(f, 'path') ?? null,
    'None of url, repoUrl and path is text',
  ),
  isCode: true,
}
