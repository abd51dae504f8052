/** The commands and their options. What a command does is imported when it is called, so that none waits for the others. */
import { Argument, Command, Option } from 'commander'
import type { Common } from './connect.ts'

const leaf = (parent: Command, name: string, description: string): Command =>
  parent
    .command(name)
    .description(description)
    .option('--json', 'print one JSON value on standard output')
    .option('--data-dir <folder>', 'folder of the server (HEADWATER_DATA_DIR, ./data)')
    .option('--config <file>', 'settings file (HEADWATER_CONFIG, headwater.yaml)')

/** A command that talks to a server. */
const remote = (parent: Command, name: string, description: string): Command =>
  leaf(parent, name, description)
    .option('--url <url>', 'a server elsewhere (HEADWATER_URL)')
    .option('--token <token>', 'token for it (HEADWATER_TOKEN)')

const role = (standard: string): Option => new Option('--role <role>', 'what it may do').choices(['admin', 'viewer']).default(standard)

/** The settings among the options of a command, by key. */
function settingFlags(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { json: _json, dataDir: _dataDir, config: _config, ...flags } = options
  return flags
}

/** Adds an option for each setting. They are read from their declarations only for the commands that take them. */
async function addSettings(command: Command): Promise<void> {
  const { definitions, flagName } = await import('../settings/definitions.ts')
  for (const [key, { description }] of Object.entries(definitions)) {
    if (key !== 'dataDir') command.option(`${flagName(key)} <value>`, description)
  }
}

function addServers(program: Command): Command[] {
  const serve = leaf(program, 'serve', 'run the server').action(async (options: Common & Record<string, unknown>) =>
    (await import('./serve.ts')).serve(options, settingFlags(options)),
  )
  const demo = leaf(program, 'demo', 'run a server with a believable estate in it (in ./demo-data)').action(
    async (options: Common & Record<string, unknown>) => (await import('./demo.ts')).demo(options, settingFlags(options)),
  )
  return [serve, demo]
}

function addSource(program: Command): void {
  const source = program.command('source').description('the senders of events and their tokens')
  const load = () => import('./source.ts')
  remote(source, 'add', 'add a source and print its token')
    .option('--name <name>', 'display name (OpenLineage)')
    .option('--base-url <url>', 'web address of the ETL, for links out to it; never connected to')
    .addOption(new Option('--sync <mode>', 'how the catalog follows').choices(['continuous', 'manual']))
    .action(async (options) => (await load()).add(options))
  remote(source, 'list', 'list the sources').action(async (options) => (await load()).list(options))
  remote(source, 'show', 'show one source')
    .argument('<source>', 'name or id')
    .action(async (name, options) => (await load()).show(name, options))
  remote(source, 'pause', 'refuse its events until it is resumed')
    .argument('<source>', 'name or id')
    .action(async (name, options) => (await load()).pause(name, options))
  remote(source, 'resume', 'take its events again')
    .argument('<source>', 'name or id')
    .action(async (name, options) => (await load()).resume(name, options))
  remote(source, 'infer-sql', 'infer column lineage from the SQL of its jobs, or stop doing so')
    .argument('<source>', 'name or id')
    .addArgument(new Argument('<state>').choices(['on', 'off']))
    .action(async (name, state, options) => (await load()).inferSql(name, state, options))
  remote(source, 'rotate', 'make a new token; the old one stays valid for the overlap')
    .argument('<source>', 'name or id')
    .option('--overlap-hours <hours>', 'how long the old token stays valid (24)')
    .action(async (name, options) => (await load()).rotate(name, options))
  remote(source, 'revoke', 'make its tokens invalid at once')
    .argument('<source>', 'name or id')
    .option('--token-id <id>', 'only this one; source show lists them')
    .action(async (name, options) => (await load()).revoke(name, options))
  remote(source, 'remove', 'remove a source; its events stay')
    .argument('<source>', 'name or id')
    .option('--with-data', 'leave what it sent out of the catalog as well; says first what goes')
    .option('--yes', 'do that without another look')
    .action(async (name, options) => (await load()).remove(name, options))
}

function addData(program: Command): void {
  remote(program, 'sync', 'bring the catalog up to the end of the log')
    .option('--full', 'replay the whole log into a new catalog, then swap')
    .option('--wait', 'return when the catalog has got there; what is inferred from SQL follows shortly after')
    .option('--cancel', 'end the sync that runs; a full one leaves the catalog as it was')
    .option('--source <source>', 'only the events of this source')
    .action(async (options) => (await import('./sync.ts')).sync(options))
  remote(program, 'import', 'read events from files: one JSON event, an array, one a line, or an export; plain, .gz or .zst')
    .argument('<file...>', 'files; - is standard input')
    .requiredOption('--source <source>', 'name or id of the source that they are of')
    .action(async (files, options) => (await import('./import.ts')).importFiles(files, options))
  const output = program.command('export').description('print the log or the catalog')
  remote(output, 'events', 'the bodies as they came, one a line; with --json each with position, arrival and source')
    .option('--output <file>', 'write to a file')
    .action(async (options) => (await import('./export.ts')).events(options))
  remote(output, 'catalog', 'the catalog, one JSON value a line')
    .option('--inferred', 'with the column lineage that was inferred from SQL')
    .option('--output <file>', 'write to a file')
    .action(async (options) => (await import('./export.ts')).catalog(options))
}

function addRules(program: Command): void {
  const rules = program.command('rules').description('what is one dataset, what is left out, what is known of producers')
  remote(rules, 'list', 'the rules in force')
    .option('--removed', 'those that were taken back')
    .action(async (options) => (await import('./rules.ts')).list(options))
  remote(rules, 'add', 'make a rule; it holds for history as well')
    .argument('<json>', 'for example {"kind":"case","namespaces":"snowflake://*","to":"lower"}')
    .option('--note <text>', 'why')
    .option('--wait', 'return when the catalog has been made anew')
    .action(async (json, options) => (await import('./rules.ts')).add(json, options))
  remote(rules, 'preview', 'what a rule would merge, hide or leave out, without making it')
    .argument('<json>')
    .action(async (json, options) => (await import('./rules.ts')).preview(json, options))
  remote(rules, 'suggestions', 'names that look like one dataset, with the rules that would settle it').action(async (options) =>
    (await import('./rules.ts')).suggestions(options),
  )
  remote(rules, 'accept', 'make the rules of a suggestion')
    .argument('<key>', 'as rules suggestions lists it')
    .option('--wait', 'return when the catalog has been made anew')
    .action(async (key, options) => (await import('./rules.ts')).accept(key, options))
  remote(rules, 'dismiss', 'do not offer a suggestion again')
    .argument('<key>', 'as rules suggestions lists it')
    .action(async (key, options) => (await import('./rules.ts')).dismiss(key, options))
  remote(rules, 'remove', 'take a rule back')
    .argument('<id>')
    .option('--wait', 'return when the catalog has been made anew')
    .action(async (id, options) => (await import('./rules.ts')).remove(id, options))
}

function addEvents(program: Command): void {
  const events = program.command('events').description('the log of events, and the requests that were refused')
  remote(events, 'tail', 'the newest events')
    .option('-n, --lines <number>', 'how many', '20')
    .option('-f, --follow', 'go on with those that come; with --json one value a line')
    .option('--source <source>', 'only of this source')
    .action(async (options) => (await import('./events.ts')).tail(options))
  remote(events, 'show', 'one event with its receipt: what became of each part, what it changed, what to do about warnings')
    .argument('<event>', 'its position in the log, or its id')
    .action(async (event, options) => (await import('./event.ts')).show(event, options))
  remote(events, 'rejected', 'the newest refused requests, why, and which can be retried')
    .option('-n, --lines <number>', 'how many', '20')
    .option('--source <source>', 'only of this source')
    .option('--unknown', 'only of no known source: token missing, mistyped or unknown')
    .option('--code <code>', 'only with this cause, such as not_json')
    .action(async (options) => (await import('./rejections.ts')).rejected(options))
  remote(events, 'retry', 'take refused requests in again after a fix; what is in the log already is not stored twice')
    .argument('[id]', 'one, as events rejected lists them')
    .option('--code <code>', 'all with this cause')
    .option('--source <source>', 'only of this source')
    .action(async (id, options) => (await import('./rejections.ts')).retry(id, options))
}

const whyEnds = ['dataset', 'job', 'schema', 'namespace', 'family']

function addLineage(program: Command): void {
  remote(program, 'lineage', 'what a job or dataset is made of, and what is made of it')
    .addArgument(new Argument('<type>', 'what it is').choices(['dataset', 'job']))
    .argument('<namespace>')
    .argument('<name>')
    .option('--field <field>', 'of one field of a dataset')
    .option('--upstream', 'only what it is made of')
    .option('--downstream', 'only what is made of it')
    .option('--depth <number>', 'how many datasets away', '1')
    .option('--columns', 'with the columns')
    .option('--inferred', 'with the column lineage that was inferred from SQL')
    .option('--as-of <time>', 'as the events up to then describe it')
    .option('--window <days>', 'only what was said again in the days up to then; last: by the last good run of each job')
    .addOption(new Option('--dependency <kind>', 'only columns of this kind').choices(['direct', 'indirect']))
    .option('--subtypes <list>', 'only columns of these subtypes, such as FILTER,JOIN')
    .addOption(new Option('--masking <yes>', 'only columns that are masked, or are not').choices(['true', 'false']))
    .addOption(new Option('--level <level>', 'at another granularity').choices(['dataset', 'job', 'group']))
    .addOption(new Option('--datasets-by <part>', 'groups of datasets').choices(['schema', 'namespace']))
    .option(
      '--before <time>',
      'compare with that moment: what came, what went; by the last good run of each job, unless --window tells days',
    )
    .option('--limit <number>', 'most nodes (5000; 1000 in a picture)')
    .option('--svg', 'as a picture')
    .option('--theme <theme>', 'of the picture: light, dark, or auto: as whoever looks at it has it', 'auto')
    .option('--mermaid', 'as a Mermaid chart')
    .addOption(
      new Option('--group <by>', 'in a picture or chart, nodes of one as one card').choices(['none', 'schema', 'namespace', 'parent']),
    )
    .option('--csv', 'its edges as a table')
    .action(async (type, namespace, name, options) => (await import('./lineage.ts')).lineage(type, namespace, name, options))
  remote(program, 'run-lineage', 'which runs wrote what a run read, and which read what it wrote')
    .argument('<namespace>', 'of its job')
    .argument('<name>', 'of its job')
    .argument('<runId>')
    .option('--upstream', 'only those that wrote what it read')
    .option('--downstream', 'only those that read what it wrote')
    .option('--depth <number>', 'how many runs away (1)')
    .option('--limit <number>', 'most runs (200)')
    .action(async (namespace, name, runId, options) => (await import('./run-lineage.ts')).runLineage(namespace, name, runId, options))
  remote(program, 'why', 'who said an edge of the lineage, when and how')
    .addArgument(new Argument('<fromType>', 'what it comes from; family: a job with all that runs in it').choices(whyEnds))
    .argument('<fromNamespace>')
    .argument('<fromName>', "of a namespace ''")
    .addArgument(new Argument('<toType>', 'what it goes to').choices(whyEnds))
    .argument('<toNamespace>')
    .argument('<toName>')
    .option('--from-field <field>', 'of a column, between two datasets')
    .option('--to-field <field>', 'into a column')
    .option('--job <namespace and name...>', 'columns only as this job says them')
    .option('--as-of <time>', 'only what was said up to then')
    .option('--limit <number>', 'most runs (10), or edges between groups (50)')
    .option('--cursor <cursor>', 'further runs, as the answer before gave it')
    .action(async (...args) => (await import('./why.ts')).why(args.slice(0, 6), args[6]))
  remote(program, 'causes', 'what failed, changed or is late upstream, nearest first')
    .addArgument(new Argument('<type>', 'what it is').choices(['dataset', 'job']))
    .argument('<namespace>')
    .argument('<name>')
    .option('--since <time>', 'schema changes from then on (three days ago)')
    .option('--depth <number>', 'how many datasets away')
    .option('--limit <number>', 'most lines (100)')
    .action(async (type, namespace, name, options) => (await import('./causes.ts')).causes(type, namespace, name, options))
  remote(program, 'impact', 'everything downstream of a dataset, or of columns of it')
    .argument('<namespace>')
    .argument('<name>')
    .option('--field <field...>', 'of these columns')
    .option('--depth <number>', 'how many datasets away')
    .option('--as-of <time>', 'as the events up to then describe it')
    .option('--window <days>', 'only over what was said again in the days up to then; last: by the last good run of each job')
    .option('--inferred', 'of columns, with those that were inferred from SQL')
    .option('--limit <number>', 'most lines (10000)')
    .option('--format <format>', 'table, csv, ndjson or markdown', 'table')
    .action(async (namespace, name, options) => (await import('./impact.ts')).impact(namespace, name, options))
}

function addSearch(program: Command): void {
  remote(program, 'search', 'find jobs, datasets, columns, namespaces, owners, tags and runs by name, description or SQL')
    .argument('<words...>', 'words, -without, and filters type: ns: owner: tag: source: state:')
    .option('--limit <number>', 'most of each kind (10)')
    .action(async (words, options) => (await import('./search.ts')).search(words, options))
}

function addAccess(program: Command): void {
  remote(program.command('token').description('personal tokens for the API'), 'create', 'make a token and print it')
    .addOption(role('viewer'))
    .option('--name <name>', 'what it is for', 'command line')
    .option('--days <number>', 'how long it is valid, or never (365)')
    .action(async (options) => (await import('./token.ts')).create(options))
  remote(program.command('user').description('people'), 'add', 'add a person and print a one-time link')
    .requiredOption('--name <name>', 'their name')
    .requiredOption('--email <address>', 'what they sign in with')
    .addOption(role('viewer'))
    .action(async (options) => (await import('./user.ts')).add(options))
}

async function version(): Promise<string> {
  const { readFile } = await import('node:fs/promises')
  const { version: number } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
  return number
}

/** The whole program. `argv` without Node and script: it says whether the options of the server are needed. */
export async function makeProgram(argv: readonly string[]): Promise<Command> {
  const program = new Command('headwater').description(
    'Receives OpenLineage events, keeps every one, and turns them into a catalog with lineage.',
  )
  program.version(await version(), '-V, --version')
  program.showHelpAfterError('(--help shows what there is)').configureOutput({ outputError: (text, print) => print(text) })
  const servers = addServers(program)
  addSource(program)
  addData(program)
  addEvents(program)
  addRules(program)
  addLineage(program)
  addSearch(program)
  addAccess(program)
  for (const command of servers) if (argv.includes(command.name())) await addSettings(command)
  return program
}
