import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a backend was told or asked. */
export interface Heard {
  command: string
  query: Readonly<Record<string, string>>
  body: any
}

/** An app's backend. */
export interface TestBackend extends AsyncDisposable {
  url: string
  heard: Heard[]
  /** What it answers; `undefined` answers nothing at all. */
  answer: (heard: Heard) => { status?: number; body: unknown } | undefined
}

/** Starts a backend that lets everything through. */
export const startTestBackend = async (): Promise<TestBackend> => {
  const serverOnRequest = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const query = Object.fromEntries(new URL(request.url ?? '', 'http://localhost').searchParams)
    const body = JSON.parse(Buffer.concat(chunks).toString()) as { CallbackCommand: string }
    const heard: Heard = { command: query.CallbackCommand ?? '', query, body }
    backend.heard.push(heard)
    const answer = backend.answer(heard)
    if (answer === undefined) return
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' })
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))
  }
  const server = createServer((request, response) => void serverOnRequest(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const backend: TestBackend = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/im`,
    heard: [],
    answer: () => ({ body: { ActionStatus: 'OK', ErrorCode: 0, ErrorInfo: '' } }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return backend
}
