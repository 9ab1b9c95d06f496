import type { EmulatorAnswer } from '../emulator/types.ts'
import { randomText } from '../random.ts'

/** OAuth access tokens of one account server. */
export class AccessTokens {
  readonly #tokens = new Map<string, { clientID: string; expiresAtMs: number }>()

  issue(clientID: string, seconds: number, nowMs: number): string {
    const value = `DAE${randomText(60)}/+=`
    this.#tokens.set(value, { clientID, expiresAtMs: nowMs + seconds * 1_000 })
    return value
  }

  /** Whose token a request's `Authorization` holds; 'expired'; or undefined for none that was given. */
  clientOf(authorization: string | undefined, nowMs: number): { clientID: string } | 'expired' | undefined {
    const token = this.#tokens.get(/^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '')
    if (token === undefined) return undefined
    return nowMs < token.expiresAtMs ? token : 'expired'
  }

  /** All tokens end now. */
  expireAll(): void {
    for (const token of this.#tokens.values()) token.expiresAtMs = 0
  }
}

/** A JSON answer. */
export const jsonAnswer = (status: number, body: unknown): EmulatorAnswer => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8' },
  body: JSON.stringify(body),
})

/** A failure of the vendor's front end. */
export const pageAnswer = (status: number, text: string): EmulatorAnswer => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: `<html><head><title>${status}</title></head><body><h1>${text}</h1></body></html>`,
})
