/** What happens inside one process, for the streams that show it. Nothing is kept: who listens later asks first. */
export type Topic = `ladder:${number}` | `sync:${number}` | `source:${number}`

export interface Hub {
  publish(topic: Topic, message?: unknown): void
  /** Returns the function that ends it. A listener that throws does not stop the others. */
  subscribe(topic: Topic, listener: (message: unknown) => void): () => void
  listeners(): number
}

export function createHub(): Hub {
  const topics = new Map<Topic, Set<(message: unknown) => void>>()
  let count = 0
  return {
    publish(topic, message) {
      for (const listener of topics.get(topic) ?? []) {
        try {
          listener(message)
        } catch {
          // The listener's stream has ended; it unsubscribes by itself.
        }
      }
    },
    subscribe(topic, listener) {
      const listeners = topics.get(topic) ?? new Set()
      topics.set(topic, listeners)
      // Wrapped, so that one function subscribed twice counts twice.
      const entry = (message: unknown): void => listener(message)
      listeners.add(entry)
      count++
      return () => {
        if (!listeners.delete(entry)) return
        count--
        if (listeners.size === 0 && topics.get(topic) === listeners) topics.delete(topic)
      }
    },
    listeners: () => count,
  }
}
