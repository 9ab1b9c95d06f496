import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** A way to a server that can be cut, as a phone's network is: without a word to either side. */
export class Cable implements AsyncDisposable {
  readonly url: string
  readonly #server: Server
  readonly #sockets: Set<Socket>

  private constructor(server: Server, sockets: Set<Socket>) {
    this.#server = server
    this.#sockets = sockets
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  /** Lays a cable to the server with this address. */
  static async lay(serverURL: string): Promise<Cable> {
    const { hostname, port } = new URL(serverURL)
    const sockets = new Set<Socket>()
    const hold = (socket: Socket): void => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      // The close event follows.
      socket.on('error', () => undefined)
    }
    const server = createServer((near) => {
      const far = connect(Number(port), hostname)
      for (const socket of [near, far]) hold(socket)
      near.on('close', () => far.destroy())
      far.on('close', () => near.destroy())
      near.pipe(far)
      far.pipe(near)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new Cable(server, sockets)
  }

  /** Breaks every connection. New ones can be made. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.cut()
    await closed
  }
}
