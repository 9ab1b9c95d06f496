/** Something that ends when a signal fires. */
export interface Abortable {
  /** Called once, when it has fired. */
  abort(): void
}

const watched = new WeakMap<AbortSignal, Set<Abortable>>()

/**
 * Aborts something when the signal fires. All that watch a signal share one listener: an EventTarget looks
 * through all it has at each further one, and one signal serves hundreds of requests.
 */
export const watchAbort = (signal: AbortSignal, abortable: Abortable): void => {
  const watchers = watched.get(signal) ?? listenTo(signal)
  watchers.add(abortable)
}

export const unwatchAbort = (signal: AbortSignal, abortable: Abortable): void =>
  void watched.get(signal)?.delete(abortable)

const listenTo = (signal: AbortSignal): Set<Abortable> => {
  const watchers = new Set<Abortable>()
  watched.set(signal, watchers)
  const abortAll = (): void => {
    for (const each of watchers) each.abort()
    watchers.clear()
  }
  signal.addEventListener('abort', abortAll, { once: true })
  return watchers
}
