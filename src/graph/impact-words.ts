import type { ImpactReaders } from '../contract/impact.ts'

export const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`

/** What is known of who reads the dataset of columns that were asked about, in a sentence. `many`: more than one column. */
export function readersWords({ jobs, silent, atLeast }: ImpactReaders, many = false): string {
  const where = `the table ${many ? 'they are' : 'it is'} in`
  if (jobs === 0) return `No job is known to read ${where}.`
  const said = silent === null || silent === 0 ? '' : `, ${silent === jobs ? '' : `${silent} of them `}without column lineage`
  return `${atLeast ? 'At least ' : ''}${counted(jobs, 'job')} ${jobs === 1 ? 'reads' : 'read'} ${where}${said}.`
}

/** Of columns that nothing is known to be made of. */
export const noColumnsWords = (many = false): string => `No column lineage is known for ${many ? 'them' : 'it'}.`
