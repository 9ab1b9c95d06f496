import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { readBody } from '../emulator/body.ts'
import { Door } from '../doors/door.ts'
import type { DoorOptions } from '../doors/types.ts'
import { LabTimeoutError } from '../listeners.ts'
import type { ControlContext } from './control-context.ts'
import { ControlError, quoted } from './control-error.ts'
import { routes, type ControlAnswer } from './routes.ts'

const maxBodyBytes = 1024 * 1024
const loopbackNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

const patterns = routes.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}/?$`),
}))

/** The control API: JSON over plain HTTP/1.1, for tests in any language. */
export class ControlServer extends Door<Server> {
  readonly #context: ControlContext
  #isLoopback = true

  constructor(context: ControlContext) {
    super(createServer())
    this.#context = context
    this.server.on('request', (request, response) => void this.#serverOnRequest(request, response))
  }

  override async listen({ host = '127.0.0.1', port = 0 }: DoorOptions): Promise<void> {
    this.#isLoopback = /^(127\.|::1$|localhost$)/.test(host)
    await super.listen({ host, port })
  }

  async #serverOnRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const { status = 200, body } = await this.#answer(request, response)
      respond(response, status, body)
    } catch (error) {
      const { status, code, message, hint } = asControlError(error)
      respond(response, status, { error: { code, message, hint } })
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<ControlAnswer> {
    const read = await readBody(request, maxBodyBytes)
    this.#refuseForeign(request)
    if (read === 'too-large')
      throw new ControlError(
        'LAB_BODY_TOO_LARGE',
        `The body has more than ${maxBodyBytes} bytes.`,
        'Send less; no call needs that much.',
      )
    const text = read === 'aborted' ? '' : read.text
    const url = URL.parse(request.url ?? '/', 'http://lab') ?? new URL('http://lab/')
    const { route, params } = findRoute(request.method ?? '', url.pathname, response)
    const gone = new AbortController()
    response.on('close', () => gone.abort(new Error('The caller hung up')))
    return await route.run({
      context: this.#context,
      params,
      query: url.searchParams,
      body: parseBody(text),
      signal: gone.signal,
    })
  }

  /** A web page must not reach the API through the browser of whoever runs the lab. */
  #refuseForeign({ headers }: IncomingMessage): void {
    const host = (headers.host ?? '').replace(/:\d+$/, '').toLowerCase()
    if (headers.origin === undefined && (!this.#isLoopback || loopbackNames.has(host))) return
    throw new ControlError(
      'LAB_FOREIGN_ORIGIN',
      headers.origin === undefined
        ? `The request is addressed to ${quoted(host)}, not to this machine.`
        : `The request comes from a web page of ${quoted(headers.origin)}.`,
      'Call http://127.0.0.1:<port> from a program, not from a page.',
    )
  }
}

const findRoute = (
  method: string,
  path: string,
  response: ServerResponse,
): { route: (typeof routes)[number]; params: Record<string, string> } => {
  const matching = patterns.flatMap(({ route, pattern }) => {
    const match = pattern.exec(path)
    return match === null ? [] : [{ route, params: decoded(match.groups) }]
  })
  const found = matching.find(({ route }) => route.method === method)
  if (found !== undefined) return found
  if (matching.length === 0)
    throw new ControlError(
      'LAB_NOT_FOUND',
      `There is nothing at ${quoted(path)}.`,
      `The API has: ${routes.map((route) => `${route.method} ${route.path}`).join(', ')}.`,
    )
  const allowed = matching.map(({ route }) => route.method).join(', ')
  response.setHeader('allow', allowed)
  throw new ControlError(
    'LAB_METHOD_NOT_ALLOWED',
    `${quoted(method)} is not for ${quoted(path)}.`,
    `Use ${allowed}.`,
  )
}

const decoded = (groups: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(groups).map(([name, value]) => {
      try {
        return [name, decodeURIComponent(value)]
      } catch {
        // Not an encoded text: nothing will have that name.
        return [name, value]
      }
    }),
  )

const parseBody = (text: string): unknown => {
  if (text === '') return {}
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new ControlError(
      'LAB_BAD_JSON',
      `The body is no JSON: ${(error as Error).message}.`,
      'Send a JSON object, or nothing.',
    )
  }
}

const asControlError = (error: unknown): ControlError => {
  if (error instanceof ControlError) return error
  if (error instanceof LabTimeoutError)
    return new ControlError(
      'LAB_TIMEOUT',
      `${error.message}.`,
      'Look at the pushes and requests for what came instead, or wait longer.',
    )
  return new ControlError(
    'LAB_INTERNAL',
    `The lab failed: ${String(error)}.`,
    'Please report it with the call.',
  )
}

const respond = (response: ServerResponse, status: number, body: unknown): void => {
  if (response.destroyed) return
  const text = `${JSON.stringify(body)}\n`
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  })
  response.end(text)
}
