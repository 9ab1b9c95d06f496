import type { PhoneWebSocket } from './app-types.ts'

const closed = 3
const connecting = 0

/**
 * A WebSocket that never connects: it fails at once with `message`, or, without one, stays connecting
 * for ever, as in a process that is gone.
 */
export const deadSocket = (url: string, message?: string): PhoneWebSocket => {
  const listeners = new Map<string, Set<(event: never) => void>>()
  const socket: PhoneWebSocket = {
    url,
    protocol: '',
    readyState: message === undefined ? connecting : closed,
    bufferedAmount: 0,
    binaryType: 'arraybuffer',
    onopen: null,
    onmessage: null,
    onclose: null,
    onerror: null,
    addEventListener(type, listener) {
      listeners.set(type, (listeners.get(type) ?? new Set()).add(listener))
    },
    removeEventListener(type, listener) {
      listeners.get(type)?.delete(listener)
    },
    send() {
      if (message === undefined) throw new DOMException('The connection is not open yet', 'InvalidStateError')
    },
    close() {
      // There is nothing to close.
    },
  }
  if (message !== undefined) {
    setImmediate(() => {
      const error = { type: 'error', message } as const
      const close = { type: 'close', code: 1006, reason: '', wasClean: false } as const
      socket.onerror?.(error)
      for (const listener of listeners.get('error') ?? []) (listener as (event: typeof error) => void)(error)
      socket.onclose?.(close)
      for (const listener of listeners.get('close') ?? []) (listener as (event: typeof close) => void)(close)
    })
  }
  return socket
}
