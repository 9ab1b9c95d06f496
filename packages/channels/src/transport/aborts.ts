const watched = new WeakMap<AbortSignal, Set<() => void>>()

/**
 * Calls `onAbort` once when the signal fires. All who watch a signal share one listener: an EventTarget looks
 * through all it has at each further one, and one signal serves hundreds of requests.
 * @returns ends the watch
 */
export const watchAbort = (signal: AbortSignal, onAbort: () => void): (() => void) => {
  const watchers = watched.get(signal) ?? listenTo(signal)
  watchers.add(onAbort)
  return () => void watchers.delete(onAbort)
}

const listenTo = (signal: AbortSignal): Set<() => void> => {
  const watchers = new Set<() => void>()
  watched.set(signal, watchers)
  const tellAll = (): void => {
    for (const onAbort of watchers) onAbort()
    watchers.clear()
  }
  signal.addEventListener('abort', tellAll, { once: true })
  return watchers
}
