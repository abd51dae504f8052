import net from 'node:net'

/**
 * Below the ports that the system gives to outgoing connections: between a look and its use, or while a server restarts, one of those may
 * be taken by whoever connects somewhere. Processes look in different places.
 */
const lowest = 10_000
const perProcess = 500
let next = lowest + (process.pid % 44) * perProcess + Math.floor(Math.random() * perProcess)

/** A loopback port that was free a moment ago, and is not given again by this process. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < 1_000; tried++) {
    const port = next++
    if (await isFree(port)) return port
  }
  throw new Error('No free port below those of outgoing connections')
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
