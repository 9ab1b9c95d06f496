import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A server that notes what vendors post to it. */
export interface Callback extends AsyncDisposable {
  readonly url: string
  readonly received: { contentType: string; body: string }[]
  /** Statuses of the next answers; 200 after that. */
  statuses: number[]
}

/** Starts one on 127.0.0.1. */
export const startCallback = async (): Promise<Callback> => {
  const received: Callback['received'] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ contentType: request.headers['content-type'] ?? '', body })
      response.writeHead(callback.statuses.shift() ?? 200).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const callback: Callback = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/r/SECRET`,
    received,
    statuses: [],
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
  return callback
}
