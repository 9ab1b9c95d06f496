import type { Clock } from '../platform/clock.ts'
import { globals, type FetchResponse } from '../platform/globals.ts'
import type { FilePart } from './types.ts'

/** How long one request about a part of a file may take. */
const requestLimitMs = 60_000

/** HTTP requests with a deadline, on the address the socket goes to. */
export interface FileHTTP {
  /** Undefined when no answer came: the network, the deadline, or the end of the login. */
  ask(
    path: string,
    request: { method: 'GET' | 'HEAD' | 'PUT'; headers?: Record<string, string>; body?: FilePart },
  ): Promise<FetchResponse | undefined>
  /** The whole address of a path. */
  urlOf(path: string): string
  /** Waits; ends early at the end of the login. */
  pause(delayMs: number): Promise<void>
  readonly isEnded: boolean
  /** Cuts off what is under way. May be called twice. */
  end(): void
}

/** @param base the server's address over HTTP, without a slash at its end */
export const createFileHTTP = (base: string, clock: Clock): FileHTTP => {
  const stops = new Set<() => void>()
  let isEnded = false
  const urlOf = (path: string): string => base + path
  return {
    urlOf,
    get isEnded() {
      return isEnded
    },
    async ask(path, { method, headers, body }) {
      if (isEnded || globals.fetch === undefined) return undefined
      const controller = globals.AbortController === undefined ? undefined : new globals.AbortController()
      const stop = (): void => controller?.abort()
      stops.add(stop)
      const cancel = clock.after(requestLimitMs, stop)
      try {
        return await globals.fetch(urlOf(path), {
          method,
          ...(headers !== undefined && { headers }),
          ...(body !== undefined && { body }),
          ...(controller !== undefined && { signal: controller.signal }),
        })
      } catch {
        return undefined
      } finally {
        cancel()
        stops.delete(stop)
      }
    },
    pause: (delayMs) =>
      new Promise((resolve) => {
        if (isEnded) return resolve()
        const stop = (): void => {
          cancel()
          stops.delete(stop)
          resolve()
        }
        const cancel = clock.after(delayMs, stop)
        stops.add(stop)
      }),
    end() {
      isEnded = true
      for (const stop of stops) stop()
    },
  }
}

/** The server's address over HTTP, from that of its socket. */
export const httpBaseOf = (socketURL: string, socketPath: string): string =>
  socketURL.replace(/^ws/, 'http').slice(0, -socketPath.length || undefined)
