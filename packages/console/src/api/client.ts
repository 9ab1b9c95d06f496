import type { ConsoleFailure } from '@carillon/protocol'

/** A refusal of the API, or no answer at all (`status` 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly code: string
  readonly field: string | undefined
  readonly problems: readonly { field: string; message: string }[]

  constructor(status: number, { code, message, field, problems }: ConsoleFailure) {
    super(message)
    this.status = status
    this.code = code
    this.field = field
    this.problems = problems ?? (field === undefined ? [] : [{ field, message }])
  }

  /** What is wrong with one field. */
  of(field: string): string | undefined {
    return this.problems.find((problem) => problem.field === field)?.message
  }
}

const base = '/console/api'
const timeoutMs = 30_000

let csrfToken = ''

/** Says which CSRF token requests carry from now on: that of the session. */
export const takeToken = (token: string): void => {
  csrfToken = token
}

const request = async <T>(
  method: string,
  path: string,
  options: { body?: unknown; signal?: AbortSignal } = {},
): Promise<T> => {
  const { body, signal } = options
  const deadline = AbortSignal.timeout(timeoutMs)
  const answer = await fetch(`${base}${path}`, {
    method,
    credentials: 'same-origin',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'GET' ? {} : { 'x-carillon-csrf': csrfToken }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new ApiError(0, { code: 'CRL_CONSOLE_NO_ANSWER', message: String(error) })
  })
  const content = (await answer.json().catch(() => undefined)) as unknown
  if (answer.ok) return content as T
  const failure = (content ?? {}) as Partial<ConsoleFailure>
  throw new ApiError(answer.status, {
    ...failure,
    code: failure.code ?? 'CRL_CONSOLE_NO_ANSWER',
    message: failure.message ?? `HTTP ${answer.status}`,
  })
}

/** The console's API. Each call rejects with an `ApiError`. */
export const api = {
  get: async <T>(path: string, signal?: AbortSignal): Promise<T> =>
    await request<T>('GET', path, signal ? { signal } : {}),
  post: async <T>(path: string, body?: unknown): Promise<T> => await request<T>('POST', path, { body }),
  patch: async <T>(path: string, body: unknown): Promise<T> => await request<T>('PATCH', path, { body }),
  delete: async (path: string): Promise<unknown> => await request('DELETE', path),
}

/** A query string of what is given; what is undefined or '' is left out. */
export const queryText = (values: Readonly<Record<string, string | number | undefined>>): string => {
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined && value !== '')
  return pairs.length === 0
    ? ''
    : `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)])).toString()}`
}
