import { networkInterfaces } from 'node:os'
import type { ApiContext } from './context.ts'

export interface PublicUrl {
  readonly publicUrl: string
  readonly publicUrlFrom: 'settings' | 'saved' | 'guessed'
  /** Why producers elsewhere may not reach it; null when nothing speaks against it. */
  readonly publicUrlWarning: string | null
}

type Needs = Pick<ApiContext, 'settings' | 'control' | 'listening'>
const remembered = new WeakMap<object, { readonly value: PublicUrl; readonly until: number }>()

/** The address that producers and people are told: from the settings, else saved by a person, else guessed from where the server listens. */
export async function publicUrlOf(context: Needs): Promise<PublicUrl> {
  const known = remembered.get(context)
  if (known !== undefined && Date.now() < known.until) return known.value
  const value = await readPublicUrl(context)
  remembered.set(context, { value, until: Date.now() + 1_000 })
  return value
}

/** After a person saved another one. */
export const forgetPublicUrl = (context: Needs): void => void remembered.delete(context)

async function readPublicUrl(context: Needs): Promise<PublicUrl> {
  const { publicUrl } = context.settings
  if (publicUrl !== undefined) return described(publicUrl, 'settings')
  const saved = await context.control.savedPublicUrl({})
  return saved === null ? described(guess(context.listening()), 'guessed') : described(saved, 'saved')
}

function described(url: string, from: PublicUrl['publicUrlFrom']): PublicUrl {
  const publicUrl = url.replace(/\/+$/, '')
  return { publicUrl, publicUrlFrom: from, publicUrlWarning: warningOf(publicUrl) }
}

function guess({ host, port }: { host: string; port: number }): string {
  const everywhere = host === '0.0.0.0' || host === '::' || host === ''
  const name = everywhere ? (ownAddress() ?? 'localhost') : host
  return `http://${name.includes(':') ? `[${name}]` : name}${port === 80 ? '' : `:${port}`}`
}

function ownAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flat()
  return all.find((a) => a !== undefined && !a.internal && a.family === 'IPv4')?.address
}

/** Says why a producer in a container or on another machine may not reach this address. */
export function warningOf(url: string): string | null {
  if (!URL.canParse(url)) return 'This is not a web address.'
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (host === 'localhost' || host.endsWith('.localhost') || host === '::1' || host.startsWith('127.')) {
    return 'This address means "this machine" to whoever uses it. A producer in a container or on another machine will not find Headwater there.'
  }
  if (host === '0.0.0.0' || host === '::')
    return 'This is no address to connect to, only one to listen on. Use the name or address of this machine.'
  if (/^169\.254\.|^fe80:/.test(host)) return 'This address holds on one network segment only. Use the name of this machine.'
  if (host.startsWith('172.17.'))
    return 'This is the address of the bridge of a container engine. Producers on other machines cannot reach it.'
  if (/^10\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^f[cd][0-9a-f]{2}:/.test(host))
    return 'This is a private address. Producers in another network, such as a managed Airflow or Spark service, cannot reach it.'
  if (!host.includes('.') && !host.includes(':'))
    return `Only machines that can resolve the name ${host} will find Headwater. In a container that is usually not the case.`
  if (/\.(local|internal|lan|home|corp|svc|cluster\.local)$/.test(host))
    return 'This name is known inside one network only. Producers elsewhere cannot resolve it.'
  return null
}
