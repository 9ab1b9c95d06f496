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
