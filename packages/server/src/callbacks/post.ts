import { createHash } from 'node:crypto'

import { z } from 'zod'

/** A callback on its way to an app's backend. */
export interface Callback {
  url: string
  sdkAppID: number
  command: string
  /** What it is about was done from: "Android", "iOS", "Web", "RESTAPI". */
  platform: string
  body: Readonly<Record<string, unknown>>
  /** Signs it; undefined signs nothing. */
  token: string | undefined
  nowMs: number
  timeoutMs: number
}

/** Largest answer that is read. */
const maxAnswerBytes = 128 * 1024

const answerSchema = z.object({
  ErrorCode: z.number().int(),
  ErrorInfo: z.string().default(''),
  MsgBody: z.unknown().optional(),
  CloudCustomData: z.string().optional(),
})

/** What a backend answered. */
export type CallbackAnswer = z.infer<typeof answerSchema>

/** The `Sign` of a request: SHA-256 of the token and the instant in seconds. */
export const signOf = (token: string, atSeconds: number): string =>
  createHash('sha256').update(`${token}${atSeconds}`).digest('hex')

/**
 * Posts a callback and reads the answer.
 * @throws Error with the reason when there is no answer in time, or none that can be read
 */
export const postCallback = async (callback: Callback, signal: AbortSignal): Promise<CallbackAnswer> => {
  const { sdkAppID, command, platform, body, token, nowMs, timeoutMs } = callback
  const url = new URL(callback.url)
  url.searchParams.set('SdkAppid', String(sdkAppID))
  url.searchParams.set('CallbackCommand', command)
  url.searchParams.set('contenttype', 'json')
  url.searchParams.set('ClientIP', '')
  url.searchParams.set('OptPlatform', platform)
  if (token !== undefined) {
    const atSeconds = Math.floor(nowMs / 1000)
    url.searchParams.set('Sign', signOf(token, atSeconds))
    url.searchParams.set('RequestTime', String(atSeconds))
  }
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'carillon' },
    body: JSON.stringify({ CallbackCommand: command, ...body }),
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new Error(`HTTP ${response.status}`)
  }
  return answerSchema.parse(JSON.parse(await readText(response)))
}

const readText = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > maxAnswerBytes) throw new Error(`the answer has more than ${maxAnswerBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
