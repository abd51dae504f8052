/** What this browser opened lately, for Home. Kept in the browser only. */
import { useEffect } from 'react'
import { useLocation } from '@tanstack/react-router'

export type Recent = {
  readonly kind: 'job' | 'dataset'
  readonly namespace: string
  readonly name: string
  readonly field?: string | undefined
}

const KEY = 'headwater-recent'
const KEPT = 6

/** Newest first. */
export function recent(): readonly Recent[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(list) ? list.filter(isRecent) : []
  } catch {
    return []
  }
}

function isRecent(value: unknown): value is Recent {
  const item = value as Partial<Recent> | null
  return (
    typeof item === 'object' &&
    item !== null &&
    typeof item.namespace === 'string' &&
    typeof item.name === 'string' &&
    (item.kind === 'job' || item.kind === 'dataset')
  )
}

function remember(item: Recent): void {
  const others = recent().filter((one) => one.kind !== item.kind || one.name !== item.name || one.namespace !== item.namespace)
  try {
    localStorage.setItem(KEY, JSON.stringify([item, ...others].slice(0, KEPT)))
  } catch {
    // A browser that keeps nothing has no list; nothing else depends on it.
  }
}

function visited(pathname: string, search: Readonly<Record<string, unknown>>): Recent | null {
  const { namespace, name, field, type } = search
  if (typeof namespace !== 'string' || typeof name !== 'string' || name === '') return null
  const at = { namespace, name, field: typeof field === 'string' ? field : undefined }
  if (pathname === '/job') return { kind: 'job', namespace, name }
  if (pathname === '/dataset') return { kind: 'dataset', ...at }
  if (pathname === '/lineage') return type === 'job' ? { kind: 'job', namespace, name } : { kind: 'dataset', ...at }
  return null
}

/** Part of the shell: notes each job and dataset that is opened. */
export function useRemember(): void {
  const { pathname, search } = useLocation()
  const key = JSON.stringify(visited(pathname, search as Readonly<Record<string, unknown>>))
  useEffect(() => {
    const item = JSON.parse(key) as Recent | null
    if (item !== null) remember(item)
  }, [key])
}
