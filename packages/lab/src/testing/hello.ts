import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { connect } from 'node:tls'
import { serverNameOf } from '../doors/client-hello.ts'

/** The first flight of Node's own TLS client; '' for one that names no server. */
export const helloOf = async (servername: string): Promise<Buffer> => {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const client = connect({ host: '127.0.0.1', port, ...(servername === '' ? {} : { servername }) })
  client.on('error', () => {})
  try {
    const [socket] = (await once(server, 'connection')) as [Socket]
    const chunks: Buffer[] = []
    while (serverNameOf(Buffer.concat(chunks)).kind === 'incomplete')
      chunks.push(((await once(socket, 'data')) as [Buffer])[0])
    socket.destroy()
    return Buffer.concat(chunks)
  } finally {
    client.destroy()
    server.close()
  }
}
