import type { Outcome } from '@carillon/protocol'

import type {
  AccessToken,
  AnyChannel,
  Authorizer,
  TokenMint,
  VendorAnswer,
  VendorRequest,
} from '../channel.ts'
import { words } from '../words.ts'
import type { SendOptions } from './http-transport.ts'
import { outcomeOfFault } from './faults.ts'

/** An access token, or what becomes of all who wait for it. */
export type TokenResult =
  | { kind: 'token'; value: string }
  /** The certificate's requests carry none. */
  | { kind: 'none' }
  | { kind: 'outcome'; outcome: Outcome }

/** Refreshed this long before it ends, or at half its life if that is shorter. */
const refreshAheadMs = 5 * 60_000
/** How long an early refresh that failed is not tried again; the old token still works. */
const refreshPauseMs = 10_000
/** A token request's own deadline, whoever waits for it. */
const requestMs = 30_000
const maxEntries = 10_000

type Exchange = (channel: AnyChannel, request: VendorRequest, options: SendOptions) => Promise<VendorAnswer>

interface Entry {
  token?: AccessToken
  /** When `token` was made or given. */
  sinceMs: number
  refreshAtMs: number
  /** One request at a time, however many wait. */
  flight?: Promise<TokenResult>
}

/** Who gives access tokens, or makes them. */
export type TokenSource = Authorizer<unknown> | TokenMint<unknown>

const keyOf = (channel: AnyChannel, source: TokenSource, certificate: unknown): string =>
  `${channel.vendor} ${source.cacheKey(certificate)}`

/** Where a certificate's access tokens come from; undefined for a channel that knows none. */
export const tokenSourceOf = (
  { authorizer, tokenMint }: AnyChannel,
  certificate: unknown,
): TokenSource | undefined =>
  tokenMint !== undefined && (authorizer === undefined || tokenMint.mints?.(certificate) !== false)
    ? tokenMint
    : authorizer

/** Access tokens of all credentials, one each. */
export class AccessTokens {
  readonly #entries = new Map<string, Entry>()
  readonly #exchange: Exchange
  readonly #now: () => number
  readonly #signal: AbortSignal

  /** @param signal ends token requests when the client closes */
  constructor(exchange: Exchange, now: () => number, signal: AbortSignal) {
    this.#exchange = exchange
    this.#now = now
    this.#signal = signal
  }

  /**
   * The credential's token: the cached one, refreshed in the background when it ends soon, else a new one.
   * @param refused a value the vendor did not take: not given back, unless it is too young to be replaced
   */
  async get(channel: AnyChannel, certificate: unknown, refused?: string): Promise<TokenResult> {
    const authorizer = tokenSourceOf(channel, certificate)
    if (authorizer === undefined) throw new TypeError(`${channel.vendor} has no access tokens`)
    const entry = this.#entryOf(keyOf(channel, authorizer, certificate))
    const { token } = entry
    const nowMs = this.#now()
    if ('mint' in authorizer) return this.#minted(entry, authorizer, certificate, refused)
    if (token !== undefined && token.value !== refused && nowMs < token.expiresAtMs) {
      if (nowMs >= entry.refreshAtMs) void this.#refresh(entry, channel, certificate)
      return { kind: 'token', value: token.value }
    }
    if (refused !== undefined && token?.value === refused) delete entry.token
    const result = await this.#refresh(entry, channel, certificate)
    // A flight that began before the refusal may bring the refused token once more.
    return result.kind === 'token' && result.value === refused
      ? await this.#refresh(entry, channel, certificate)
      : result
  }

  /** The credential's token when there is one that asks for nothing: not even to be refreshed soon. */
  ready(source: TokenSource, channel: AnyChannel, certificate: unknown): string | undefined {
    const entry = this.#entries.get(keyOf(channel, source, certificate))
    const token = entry?.token
    if (entry === undefined || token === undefined) return undefined
    const nowMs = this.#now()
    // `refreshAtMs` is put off while a refresh is under way or has failed: the token may end before it.
    const isReady = entry.sinceMs <= nowMs && nowMs < entry.refreshAtMs && nowMs < token.expiresAtMs
    return isReady ? token.value : undefined
  }

  /** Forgets a token the vendor does not take, unless there is a newer one. */
  forget(channel: AnyChannel, certificate: unknown, value: string): void {
    const source = tokenSourceOf(channel, certificate)
    // A minted one is replaced by its age alone.
    if (source === undefined || 'mint' in source) return
    const entry = this.#entries.get(keyOf(channel, source, certificate))
    if (entry?.token?.value === value) delete entry.token
  }

  /** Nobody is asked: made on the spot, so that there is no flight to share. */
  #minted(entry: Entry, mint: TokenMint<unknown>, certificate: unknown, refused?: string): TokenResult {
    const nowMs = this.#now()
    const { token, sinceMs } = entry
    const ageMs = nowMs - sinceMs
    // One from the future was made before the clock was set back.
    if (token !== undefined && ageMs >= 0 && nowMs < token.expiresAtMs) {
      const isYoung = ageMs < mint.minAgeMs
      if (isYoung || (nowMs < entry.refreshAtMs && token.value !== refused))
        return { kind: 'token', value: token.value }
    }
    const made = mint.mint(certificate, nowMs)
    if (made === undefined) return { kind: 'none' }
    this.#keep(entry, made, nowMs)
    return { kind: 'token', value: made.value }
  }

  #keep(entry: Entry, token: AccessToken, nowMs: number): void {
    entry.token = token
    entry.sinceMs = nowMs
    entry.refreshAtMs = token.expiresAtMs - Math.min(refreshAheadMs, (token.expiresAtMs - nowMs) / 2)
  }

  #entryOf(key: string): Entry {
    const known = this.#entries.get(key)
    if (known !== undefined) return known
    if (this.#entries.size >= maxEntries) this.#entries.delete(this.#entries.keys().next().value ?? '')
    const added: Entry = { sinceMs: 0, refreshAtMs: 0 }
    this.#entries.set(key, added)
    return added
  }

  #refresh(entry: Entry, channel: AnyChannel, certificate: unknown): Promise<TokenResult> {
    entry.flight ??= this.#request(entry, channel, certificate).finally(() => {
      delete entry.flight
    })
    return entry.flight
  }

  async #request(entry: Entry, channel: AnyChannel, certificate: unknown): Promise<TokenResult> {
    const { authorizer } = channel
    if (authorizer === undefined) throw new TypeError(`${channel.vendor} has no token server`)
    const startedMs = this.#now()
    entry.refreshAtMs = startedMs + refreshPauseMs
    try {
      const answer = await this.#exchange(channel, authorizer.request(certificate, startedMs), {
        deadlineMs: startedMs + requestMs,
        signal: this.#signal,
      })
      const nowMs = this.#now()
      const result = authorizer.decode(answer, nowMs)
      if (result.kind === 'outcome') return result
      this.#keep(entry, result.token, nowMs)
      return { kind: 'token', value: result.token.value }
    } catch (error) {
      // Whatever became of the token request, the push itself was not sent.
      const { words: said = words('UNREACHABLE') } = outcomeOfFault(error)
      return {
        kind: 'outcome',
        outcome: { kind: 'retry', words: words('UNREACHABLE', `access token: ${said.text ?? said.code}`) },
      }
    }
  }
}
