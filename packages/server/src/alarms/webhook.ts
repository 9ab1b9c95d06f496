import { createHmac } from 'node:crypto'

import type { Clock } from '../clock.ts'
import { alarmKinds } from './kinds.ts'
import type { Alarm } from './types.ts'

/** Where alarms are told to. */
export interface WebhookTarget {
  url: string
  /** Signs what is sent; without it nothing is signed. */
  secret: string | undefined
}

const timeoutMs = 10_000
const tries = 3
const firstPauseMs = 1_000

/** The signature of a body at an instant: what the receiver computes too. */
export const signatureOf = (secret: string, atSeconds: number, body: string): string =>
  createHmac('sha256', secret).update(`${atSeconds}.${body}`).digest('hex')

/**
 * Tells the outside of an alarm by POST. Any answer of 2xx will do.
 * @throws Error with the reason when three tries did not reach one
 */
export const tellWebhook = async (
  { url, secret }: WebhookTarget,
  event: 'alarm.opened' | 'alarm.closed',
  alarm: Alarm,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<void> => {
  const body = JSON.stringify({ event, alarm: { ...alarm, remedy: alarmKinds[alarm.kind].remedy } })
  let failure = ''
  for (let attempt = 0; attempt < tries && !signal.aborted; attempt += 1) {
    if (attempt > 0) await pause(clock, firstPauseMs * 4 ** (attempt - 1), signal)
    const atSeconds = Math.floor(clock.now() / 1000)
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'carillon',
          ...(secret === undefined
            ? {}
            : { 'carillon-signature': `t=${atSeconds},v1=${signatureOf(secret, atSeconds, body)}` }),
        },
        body,
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      })
      await answer.body?.cancel()
      if (answer.ok) return
      failure = `HTTP ${answer.status}`
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error)
    }
  }
  // The address may hold a secret.
  throw new Error(`The alarm webhook did not take ${event} of ${alarm.kind}: ${failure.slice(0, 200)}`)
}

const pause = async (clock: Clock, ms: number, signal: AbortSignal): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const cancel = clock.after(ms, resolve)
  signal.addEventListener('abort', () => resolve(), { once: true })
  await promise
  cancel()
}
