import type { Socket } from 'node:net'

/** The sockets of a door, so that it can end them. */
interface OpenSockets {
  readonly count: number
  add(socket: Socket): void
  destroyAll(): void
}

/** An empty set of sockets; each leaves it when it closes. A socket's errors end it and harm nobody else. */
export const openSockets = (): OpenSockets => {
  const sockets = new Set<Socket>()
  return {
    get count() {
      return sockets.size
    },
    add(socket) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', () => socket.destroy())
    },
    destroyAll() {
      for (const socket of sockets) socket.destroy()
    },
  }
}
