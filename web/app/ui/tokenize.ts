/** Colours for code: a small tokenizer of our own for the few languages that are shown here. Every character comes out once. */

export type Language = 'sql' | 'shell' | 'json' | 'python' | 'java' | 'ini' | 'yaml' | 'text'
export type TokenKind = 'key' | 'string' | 'number' | 'keyword' | 'comment' | 'plain'
export type CodeToken = { readonly kind: TokenKind; readonly text: string }

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))
const SQL = words(
  'select from where group by order having limit offset join left right full inner outer cross on using union all distinct as with recursive insert into values update set delete merge when matched then else end case create or replace table view temp temporary if not exists drop alter add column and in is null like ilike between over partition rows range preceding following current row unbounded asc desc cast true false interval qualify lateral unnest overwrite truncate copy using primary key references default window filter within except intersect exists any some array struct nulls first last',
)
const PYTHON = words(
  'and as assert async await break class continue def del elif else except False finally for from global if import in is lambda None nonlocal not or pass raise return True try while with yield match case self',
)
const JAVA = words(
  'abstract boolean break case catch class const continue default do double else enum extends final finally float for if implements import instanceof int interface long new null package private protected public return short static super switch this throw throws true false try var void while record sealed val def object trait override',
)
const SHELL = words('export if then else fi for do done while case esac in')
const JSONS = words('true false null')

type Rule = readonly [TokenKind, RegExp]
const number: Rule = ['number', /-?\b\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?\b/y]
const double: Rule = ['string', /"(?:[^"\\\n]|\\.)*"?/y]
const single: Rule = ['string', /'(?:[^'\\]|\\.)*'?/y]
const hash: Rule = ['comment', /#[^\n]*/y]
const slashes: Rule = ['comment', /\/\/[^\n]*/y]
const block: Rule = ['comment', /\/\*[\s\S]*?(?:\*\/|$)/y]

const RULES: Readonly<Record<Language, readonly Rule[]>> = {
  sql: [
    ['comment', /--[^\n]*/y],
    block,
    ['string', /'(?:[^']|'')*'?/y],
    ['plain', /"(?:[^"]|"")*"?/y],
    ['comment', /\{\{[\s\S]*?(?:\}\}|$)|\{%[\s\S]*?(?:%\}|$)/y],
    number,
  ],
  json: [['key', /"(?:[^"\\\n]|\\.)*"(?=\s*:)/y], double, number],
  shell: [hash, ['key', /\b[A-Za-z_][A-Za-z0-9_]*(?==)/y], ['key', /(?<=\s)--?[a-zA-Z][\w-]*/y], double, ['string', /'[^']*'?/y]],
  python: [hash, ['string', /"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)/y], double, ['string', /'(?:[^'\\\n]|\\.)*'?/y], number],
  java: [slashes, block, double, single, number],
  ini: [hash, ['comment', /;[^\n]*/y], ['keyword', /(?<=^|\n)\[[^\]\n]*\]/y], ['key', /(?<=^|\n)[^\s=#;[][^=\n]*?(?=\s*=|\s+\S)/y], double],
  yaml: [hash, ['key', /(?<=^|\n|\s)[\w.-]+(?=:(?:\s|$))/y], double, ['string', /'[^'\n]*'?/y], number],
  text: [],
}
const KEYWORDS: Partial<Record<Language, ReadonlySet<string>>> = { sql: SQL, python: PYTHON, java: JAVA, shell: SHELL, json: JSONS }
const WORD = /[A-Za-z_$][\w$]*/y

function at(rule: RegExp, code: string, index: number): string | null {
  rule.lastIndex = index
  const found = rule.exec(code)?.[0]
  return found === undefined || found === '' ? null : found
}

function next(code: string, index: number, language: Language): CodeToken {
  for (const [kind, rule] of RULES[language]) {
    const text = at(rule, code, index)
    if (text !== null) return { kind, text }
  }
  const word = at(WORD, code, index)
  if (word === null) return { kind: 'plain', text: code.charAt(index) }
  const known = KEYWORDS[language]?.has(language === 'sql' ? word.toLowerCase() : word) === true
  return { kind: known ? 'keyword' : 'plain', text: word }
}

/** Code longer than this is not coloured: it would take longer than it helps. */
const LONGEST = 200_000

/** The tokens of `code`, neighbours of one kind joined; together they are the code again. */
export function tokenize(code: string, language: Language): CodeToken[] {
  if (language === 'text' || code.length > LONGEST) return [{ kind: 'plain', text: code }]
  const out: CodeToken[] = []
  let kind: TokenKind = 'plain'
  let run = ''
  for (let index = 0; index < code.length;) {
    const token = next(code, index, language)
    index += token.text.length
    if (token.kind !== kind) {
      if (run !== '') out.push({ kind, text: run })
      kind = token.kind
      run = ''
    }
    run += token.text
  }
  if (run !== '') out.push({ kind, text: run })
  return out
}
