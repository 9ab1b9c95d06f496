import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Destinations } from './destinations.ts'
import { Door } from './door.ts'

/**
 * An HTTP proxy (CONNECT, RFC 9110 section 9.3.6) whose tunnels end at the emulators, so that a client needs
 * only its address and the lab's CA. Tunnels to anywhere else are refused: a test that would have reached a
 * real vendor fails instead. Proxy credentials are neither asked for nor looked at.
 */
export class ConnectProxy extends Door<Server> {
  readonly #destinations: Destinations

  constructor(destinations: Destinations) {
    super(
      createServer((request, response) => {
        request.resume()
        const text = `This proxy only tunnels (CONNECT); ${request.method ?? 'the method'} of an http: URL is not among the vendors' ways.\n`
        response.writeHead(405, { allow: 'CONNECT', 'content-type': 'text/plain' }).end(text)
      }),
    )
    this.#destinations = destinations
    this.server.on('clientError', (_error: Error, socket: Socket) => socket.destroy())
    this.server.on('connect', (request, socket: Socket, head: Buffer) => {
      this.#connect(request.url ?? '', socket, head)
    })
  }

  #connect(authority: string, socket: Socket, head: Buffer): void {
    const emulator = this.#destinations.byAuthority(authority)
    if (emulator === undefined) {
      const text = `No emulator stands for ${JSON.stringify(authority.slice(0, 100))}. This proxy reaches: ${this.#destinations.hostNames.join(', ')}.\n`
      socket.end(
        `HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
      )
      return
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    if (head.length > 0) socket.unshift(head)
    emulator.acceptConnection(socket)
  }
}
