import { createServer, type Server, type Socket } from 'node:net'
import type { Exchange } from '../emulator/exchange.ts'
import { Listener } from '../emulator/listener.ts'
import type { CertificateAuthority } from '../tls/authority.ts'
import { serverNameOf } from './client-hello.ts'
import type { Destinations } from './destinations.ts'
import { Door } from './door.ts'

/** A ClientHello is a few hundred bytes; with post-quantum key shares under 2 KiB. */
const maxHelloBytes = 64 * 1024
const helloDeadlineMs = 10_000
/** Far from the numbers emulators give their own connections. */
const firstConnectionID = 1_000_000_000

/**
 * One port for all vendors: the server name of the TLS handshake says whose emulator takes the connection.
 * Clients that give none (they dialled an address) are told apart by the host each request names.
 */
export class NameDoor extends Door<Server> {
  readonly #destinations: Destinations
  readonly #nameless: Listener

  constructor(destinations: Destinations, authority: CertificateAuthority) {
    super(createServer())
    this.#destinations = destinations
    this.#nameless = new Listener(
      authority.issue([...destinations.hostNames, 'localhost', '127.0.0.1']),
      { mendsScheme: () => true, asksClientCertificate: true },
      (exchange, connectionID) => this.#byHost(exchange, connectionID),
    )
    this.server.on('connection', (socket: Socket) => this.#serverOnConnection(socket))
  }

  override async close(): Promise<void> {
    await super.close()
    await this.#nameless.close()
  }

  #serverOnConnection(socket: Socket): void {
    let read = Buffer.alloc(0)
    const onData = (chunk: Buffer): void => {
      read = Buffer.concat([read, chunk])
      const serverName = serverNameOf(read)
      if (serverName.kind === 'incomplete' && read.length <= maxHelloBytes) return
      socket.off('data', onData)
      clearTimeout(deadline)
      socket.pause()
      if (serverName.kind === 'incomplete') return void socket.destroy()
      if (serverName.kind === 'not-tls') return void socket.end(notTLS)
      const emulator = serverName.kind === 'name' ? this.#destinations.byName(serverName.name) : undefined
      socket.unshift(read)
      if (emulator === undefined) this.#nameless.accept(socket)
      else emulator.acceptConnection(socket)
    }
    const deadline = setTimeout(() => socket.destroy(), helloDeadlineMs)
    deadline.unref()
    socket.on('close', () => clearTimeout(deadline))
    socket.on('data', onData)
  }

  #byHost(exchange: Exchange, connectionID: number): void {
    const { authority } = exchange
    const emulator = this.#destinations.byName(authority.replace(/:\d{1,5}$/, ''))
    if (emulator !== undefined) {
      // Apple speaks HTTP/2 only, whatever a client without a server name has agreed on here.
      if (emulator.vendor === 'apns' && exchange.httpVersion === '1.1') return exchange.destroyConnection()
      return emulator.acceptExchange(exchange, firstConnectionID + connectionID)
    }
    exchange.body.resume()
    const error = {
      code: 'LAB_UNKNOWN_HOST',
      message: `No emulator stands for ${JSON.stringify(authority.slice(0, 100))}.`,
      hint: `Ask under one of these names: ${this.#destinations.hostNames.join(', ')}.`,
    }
    exchange.respond({
      status: 421,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ error }),
    })
  }
}

const notTLS =
  'HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\nThis port speaks TLS: use https.\n'
