import { paths } from '../../paths.ts'

/** The table of all that is downstream of a job, of a dataset, or of some of its columns. */
export const impactOf = (
  of: { readonly type: 'dataset' | 'job'; readonly namespace: string; readonly name: string },
  asOf: string | null = null,
  fields: string | readonly string[] | null = null,
): string =>
  paths.lineage({
    type: of.type,
    namespace: of.namespace,
    name: of.name,
    dir: 'downstream',
    depth: 100,
    view: 'list',
    asOf,
    fields: fields === null || fields.length === 0 ? null : JSON.stringify(typeof fields === 'string' ? [fields] : fields),
  })
