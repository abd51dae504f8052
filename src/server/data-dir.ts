import fs from 'node:fs'
import path from 'node:path'

/** One process at a time works on a folder: both files in it have one writer. */
export class DataDirInUse extends Error {
  readonly code = 'data_dir_in_use'
  constructor(dataDir: string, pid: number) {
    super(`${dataDir} is in use by process ${pid}. Stop that one first, or give another --data-dir.`)
    this.name = 'DataDirInUse'
  }
}

/** Takes the folder for this process; returns the function that gives it back. A lock that a killed process left is taken over. */
export function lockDataDir(dataDir: string): () => void {
  const file = path.join(dataDir, 'lock')
  const mine = `${process.pid} ${startTimeOf(process.pid) ?? ''}`
  for (let attempt = 0; ; attempt++) {
    try {
      fs.writeFileSync(file, mine, { flag: 'wx', mode: 0o600 })
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 10) throw error
      const holder = readHolder(file)
      if (holder !== null && holder.pid !== process.pid && startTimeOf(holder.pid) === holder.started)
        throw new DataDirInUse(dataDir, holder.pid)
      if (holder?.pid === process.pid) throw new DataDirInUse(dataDir, holder.pid)
      fs.rmSync(file, { force: true })
    }
  }
  return () => fs.rmSync(file, { force: true })
}

function readHolder(file: string): { pid: number; started: string } | null {
  try {
    const [pid, started = ''] = fs.readFileSync(file, 'utf8').trim().split(' ')
    return { pid: Number(pid), started }
  } catch {
    return null
  }
}

/** When a process began, so that a number used again is not mistaken for it; null when it is gone (or this system does not tell). */
function startTimeOf(pid: number): string | null {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return process.platform === 'linux' ? null : aliveMark(pid)
  }
}

function aliveMark(pid: number): string | null {
  try {
    process.kill(pid, 0)
    return ''
  } catch {
    return null
  }
}

/** How commands on this machine find the server and are let in; readable by the owner of the folder only. */
export function writeServerFile(dataDir: string, content: { url: string; token: string; pid: number }): () => void {
  const file = path.join(dataDir, 'server.json')
  fs.writeFileSync(`${file}.new`, JSON.stringify(content), { mode: 0o600 })
  fs.renameSync(`${file}.new`, file)
  return () => fs.rmSync(file, { force: true })
}
