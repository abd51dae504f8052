import { BlockList, isIP } from 'node:net'

/** Networks (`10.0.0.0/8`, `::1`) as a list to ask; null when one of them is none. */
export function networksOf(texts: readonly string[]): BlockList | null {
  const list = new BlockList()
  for (const text of texts) {
    const [address = '', bits] = text.trim().split('/')
    const kind = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    const most = kind === 'ipv6' ? 128 : 32
    const prefix = bits === undefined ? most : Number(bits)
    if (isIP(address) === 0 || !/^\d*$/.test(bits ?? '') || bits === '' || prefix > most) return null
    list.addSubnet(address, prefix, kind)
  }
  return list
}

/**
 * Who sent a request: the other end of the connection, or what a trusted proxy says of it. X-Forwarded-For is read from the right, and
 * only as far as trusted proxies wrote it: what stands to the left of that is the sender's own word.
 */
export function clientAddress(peer: string | undefined, forwardedFor: string | null | undefined, trusted: BlockList): string {
  let address = plainAddress(peer ?? '')
  const hops = forwardedFor?.split(',').map((hop) => plainAddress(hop.trim())) ?? []
  while (hops.length > 0 && isTrusted(address, trusted)) {
    const hop = hops.pop() ?? ''
    if (isIP(hop) === 0) break
    address = hop
  }
  return address
}

/** IPv4 that came over an IPv6 socket, without its wrapping. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

const isTrusted = (address: string, trusted: BlockList): boolean =>
  isIP(address) !== 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
