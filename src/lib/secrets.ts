/** Tokens and the passwords of URLs, wherever a text carries them. */
const secrets: readonly (readonly [RegExp, string])[] = [
  [/\b(hws|hwp|hwl)_([a-z0-9]{4})[a-z0-9]+/gi, '$1_$2…'],
  [/([?&#](?:token|api_key|apikey|code|password)=)[^&#\s"']+/gi, '$1…'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"']*):[^\s/@"']+@/gi, '$1:…@'],
  // What is plainly no token says what is wrong with the producer's configuration.
  [/\b(Bearer|Basic) +(?!hw[spl]_|(?:null|none|undefined|nil|bearer|with|without|twice)\b|[$%{<])[^\s"',]+/gi, '$1 …'],
]

/** The text with its secrets cut. Of our own tokens enough stays to know which one it was. */
export function withoutSecrets(text: string): string {
  let clean = text
  for (const [pattern, replacement] of secrets) clean = clean.replace(pattern, replacement)
  return clean
}
