/**
 * Who may import whom. A folder of src/ may import itself and those of a lower rank, never sideways or up; tests beside the code may
 * import anything but stand outside the program. `npm run check` fails when a rule is broken, and when nothing was looked at.
 */
const ranks = [
  ['lib'],
  ['openlineage', 'contract', 'settings'],
  ['observe', 'db', 'producers', 'graph', 'sql'],
  ['rules'],
  ['log', 'control', 'catalog'],
  ['lineage', 'fold'],
  ['ingest'],
  ['api', 'demo'],
  ['server'],
  ['cli'],
]
const all = ranks.flat()
const testFile = '([.]test[.]tsx?|/test-control[.]ts)$'

const layers = ranks.flatMap((folders, rank) =>
  folders.map((folder) => {
    const below = [folder, ...ranks.slice(0, rank).flat()]
    return {
      name: `layer-${folder}`,
      comment: `src/${folder} may import: ${below.join(', ')}`,
      severity: 'error',
      from: { path: `^src/${folder}/`, pathNot: testFile },
      to: { path: '^src/', pathNot: `^src/(${below.join('|')})/` },
    }
  }),
)

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...layers,
    {
      name: 'every-folder-has-a-rank',
      comment: 'A new folder of src/ needs its place in `ranks`',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: `^src/(${all.join('|')})/` },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'web-knows-only-contract-and-graph',
      severity: 'error',
      from: { path: '^web/', pathNot: testFile },
      to: { path: '^src/', pathNot: '^src/(contract|graph)/' },
    },
    {
      name: 'web-takes-only-types',
      severity: 'error',
      from: { path: '^web/', pathNot: testFile },
      // short.ts has no schemas in it
      to: { path: '^src/', pathNot: '^src/(graph/|contract/short[.]ts$)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'graph-runs-anywhere',
      comment: 'src/graph runs in browsers too: nothing of Node, and of the contract only its types and what has no schemas in it',
      severity: 'error',
      from: { path: '^src/graph/', pathNot: testFile },
      to: { pathNot: '^src/(graph/|contract/short[.]ts$)', dependencyTypesNot: ['type-only'] },
    },
    { name: 'program-without-web', severity: 'error', from: { path: '^src/', pathNot: testFile }, to: { path: '^web/' } },
    {
      name: 'program-without-tests-and-tools',
      severity: 'error',
      from: { path: '^(src|web)/', pathNot: testFile },
      to: { path: '^(test|bench|tools)/' },
    },
    {
      name: 'program-without-dev-dependencies',
      severity: 'error',
      from: { path: '^(src|web)/', pathNot: testFile },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '[?](worker|url|raw)' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^web/dist/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css'],
    },
  },
}
