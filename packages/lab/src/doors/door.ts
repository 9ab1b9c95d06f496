import type { AddressInfo, Server, Socket } from 'node:net'
import { bindServer, unbindServer } from '../bound-server.ts'
import { openSockets } from './open-sockets.ts'
import type { DoorOptions, LabDoor } from './types.ts'

/** A door on a port of its own: how it listens, counts its connections and closes. Subclasses say what comes in. */
export abstract class Door<S extends Server> implements LabDoor {
  protected readonly server: S
  readonly #sockets = openSockets()

  constructor(server: S) {
    this.server = server
    server.on('connection', (socket: Socket) => this.#sockets.add(socket))
  }

  get port(): number {
    return (this.server.address() as AddressInfo | null)?.port ?? 0
  }

  get connectionCount(): number {
    return this.#sockets.count
  }

  async listen(options: DoorOptions): Promise<void> {
    await bindServer(this.server, options)
  }

  async close(): Promise<void> {
    this.#sockets.destroyAll()
    await unbindServer(this.server)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
