import { Places } from './places.ts'

/** Something that ends when a signal fires. */
export interface Abortable {
  /** Called when it has fired, unless it is unwatched. */
  abort(): void
}

const watched = new WeakMap<AbortSignal, Places<Abortable>>()

/**
 * Aborts something when the signal fires. All that watch a signal share one listener: an EventTarget looks
 * through all it has at each further one, and one signal serves hundreds of requests.
 * @returns by what it is unwatched
 */
export const watchAbort = (signal: AbortSignal, abortable: Abortable): number =>
  (watched.get(signal) ?? listenTo(signal)).add(abortable)

/** Ends a watch, once; also one whose signal has fired. */
export const unwatchAbort = (signal: AbortSignal, watch: number): void => watched.get(signal)?.remove(watch)

const listenTo = (signal: AbortSignal): Places<Abortable> => {
  const watchers = new Places<Abortable>()
  watched.set(signal, watchers)
  const abortAll = (): void => {
    for (const each of watchers) each.abort()
  }
  signal.addEventListener('abort', abortAll, { once: true })
  return watchers
}
