const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `1,234`; no locale has a say in a picture that goes to others. */
export const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',')

/** `18 Nov 2026 14:20 UTC`: whoever gets a picture may live in another zone. What is no time stays as it is. */
export const when = (instant: string): string => {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return instant
  const two = (n: number): string => String(n).padStart(2, '0')
  const time = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''} ${at.getUTCFullYear()} ${time} UTC`
}

export const plural = (n: number, noun: string): string => `${count(n)} ${noun}${n === 1 ? '' : 's'}`

/** What is in a group: `12 datasets, 9 jobs`. */
export const groupWords = (of: { readonly datasets: number; readonly jobs: number }): string =>
  [of.datasets > 0 && plural(of.datasets, 'dataset'), of.jobs > 0 && plural(of.jobs, 'job')].filter(Boolean).join(', ')
