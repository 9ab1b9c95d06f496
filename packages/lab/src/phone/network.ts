import type { PhoneWebSocket } from './app-types.ts'
import { AppSocket } from './app-socket.ts'
import { deadSocket } from './dead-socket.ts'
import type { PhoneNetwork } from './types.ts'

/** The app's connections and the phone's network. */
export class Network implements PhoneNetwork {
  readonly #trustedAuthorities: readonly string[]
  readonly #onChange: (online: boolean) => void
  /** Connections of the running app. */
  readonly #sockets = new Set<AppSocket>()
  /** Half open: the server still believes in them. */
  readonly #ghosts = new Set<AppSocket>()
  #online = true

  constructor(trustedAuthorities: readonly string[], onChange: (online: boolean) => void) {
    this.#trustedAuthorities = trustedAuthorities
    this.#onChange = onChange
  }

  get online(): boolean {
    return this.#online
  }

  get socketCount(): number {
    return this.#sockets.size + this.#ghosts.size
  }

  open(url: string, protocols: readonly string[]): PhoneWebSocket {
    if (!this.#online) return deadSocket(url, 'The phone is offline')
    const socket = new AppSocket({
      url,
      protocols,
      trustedAuthorities: this.#trustedAuthorities,
      onGone: (gone) => {
        this.#sockets.delete(gone)
        this.#ghosts.delete(gone)
      },
    })
    this.#sockets.add(socket)
    return socket
  }

  goOffline(): void {
    if (!this.#online) return
    this.#online = false
    this.#haunt((socket) => socket.loseNetwork())
    this.#onChange(false)
  }

  goOnline(): void {
    if (this.#online) return
    this.#online = true
    this.#onChange(true)
  }

  cut(): void {
    for (const socket of this.#sockets) socket.cut()
  }

  freeze(): void {
    for (const socket of this.#sockets) socket.freeze()
  }

  thaw(): void {
    for (const socket of this.#sockets) socket.thaw()
  }

  /** The app's process is gone. */
  processGone(silently: boolean): void {
    if (silently) return this.#haunt((socket) => socket.silence())
    for (const socket of this.#sockets) socket.destroy()
    this.#sockets.clear()
    return undefined
  }

  close(): void {
    this.processGone(false)
    for (const socket of this.#ghosts) socket.destroy()
    this.#ghosts.clear()
  }

  #haunt(leave: (socket: AppSocket) => void): void {
    for (const socket of this.#sockets) {
      this.#ghosts.add(socket)
      leave(socket)
    }
    this.#sockets.clear()
  }
}
