/** The way to a loopback server from elsewhere, as a container's port mapping makes it. */
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'

export interface Outside {
  /** An address that is not the server's own and leads to it. */
  readonly url: string
  close(): Promise<void>
}

function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flat()
  return all.find((a) => a !== undefined && !a.internal && a.family === 'IPv4')?.address ?? hostname()
}

export async function mapPort(port: number): Promise<Outside> {
  const open = new Set<net.Socket>()
  const server = net.createServer((outer) => {
    const inner = net.connect(port, '127.0.0.1')
    for (const [from, to] of [
      [outer, inner],
      [inner, outer],
    ] as const) {
      open.add(from)
      from.on('error', () => to.destroy()).on('close', () => open.delete(from))
      from.pipe(to)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  const close = async (): Promise<void> => {
    for (const socket of open) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  return { url: `http://${ownAddress()}:${(server.address() as AddressInfo).port}`, close }
}
