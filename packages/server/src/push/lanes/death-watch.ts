import type { Outcome } from '@carillon/protocol'

/** When so many tokens are declared dead that it is rather the certificate that is wrong. */
export interface DoubtOptions {
  /** Fewer deaths than this are believed. */
  deathsToDoubt: number
  /** Share of the answers about tokens that are deaths, 0 to 1, from which on they are doubted. */
  deathShareToDoubt: number
  /** Answers older than this are forgotten. */
  doubtWindowMs: number
}

/** What the answers so far say. */
export interface DeathVerdict {
  isDoubtful: boolean
  /** It has just become so: deaths since this instant are to be taken back. Epoch milliseconds. */
  newlySinceMs?: number
  dead: number
  heard: number
}

interface Heard {
  atMs: number
  dead: number
  alive: number
}

const slots = 10

/**
 * Watches the deaths of one certificate's tokens. A certificate for another environment or region than the
 * app's builds makes a vendor declare every token dead (APNs BadDeviceToken, Xiaomi 20301, Huawei 80300007);
 * believed, that would cut off everybody. Doubt ends with the first token that is taken. A death with an
 * instant is of a token the vendor knows, and never doubted. No clock, no effects.
 */
export class DeathWatch {
  readonly #options: DoubtOptions
  #heard: Heard[] = []
  #isDoubtful = false

  constructor(options: DoubtOptions) {
    this.#options = options
  }

  /** Hears the answers of one request. */
  hear(outcomes: readonly Outcome[], nowMs: number): DeathVerdict {
    const dead = outcomes.filter(isDoubtable).length
    const alive = outcomes.filter(({ kind }) => kind === 'accepted').length
    return this.count({ dead, alive }, nowMs)
  }

  /** Counts tokens that were declared dead, and such that live. */
  count({ dead, alive }: { dead: number; alive: number }, nowMs: number): DeathVerdict {
    const { deathsToDoubt, deathShareToDoubt, doubtWindowMs } = this.#options
    if (this.#isDoubtful && alive > 0) this.forget()
    if (dead + alive > 0) this.#note({ atMs: nowMs, dead, alive })
    this.#heard = this.#heard.filter(({ atMs }) => nowMs - atMs < doubtWindowMs)
    const sum = (name: 'dead' | 'alive'): number => this.#heard.reduce((total, one) => total + one[name], 0)
    const verdict = { dead: sum('dead'), heard: sum('dead') + sum('alive') }
    if (this.#isDoubtful) return { ...verdict, isDoubtful: true }
    this.#isDoubtful = verdict.dead >= deathsToDoubt && verdict.dead >= deathShareToDoubt * verdict.heard
    const [first] = this.#heard
    return this.#isDoubtful && first !== undefined
      ? { ...verdict, isDoubtful: true, newlySinceMs: first.atMs }
      : { ...verdict, isDoubtful: this.#isDoubtful }
  }

  /** The certificate is another one now, or was seen to work. */
  forget(): void {
    this.#heard = []
    this.#isDoubtful = false
  }

  #note(heard: Heard): void {
    const last = this.#heard.at(-1)
    // Of one slot of the window one entry is kept, however many answers there are.
    if (last === undefined || heard.atMs - last.atMs >= this.#options.doubtWindowMs / slots) {
      this.#heard.push(heard)
      return
    }
    last.dead += heard.dead
    last.alive += heard.alive
  }
}

/** A death without an instant: of a token the vendor does not know. */
const isDoubtable = (outcome: Outcome): outcome is Extract<Outcome, { kind: 'token-dead' }> =>
  outcome.kind === 'token-dead' && outcome.sinceMs === undefined

/** What is said of a token whose death is not believed. */
export const doubtedOutcome = (outcome: Outcome, { dead, heard }: DeathVerdict): Outcome => {
  if (!isDoubtable(outcome)) return outcome
  const { code, text = '' } = outcome.words
  const doubt = `Not believed: ${dead} of the last ${heard} tokens were declared dead. Is the certificate for the environment, region and app that the tokens come from?`
  return { kind: 'refused', cause: 'config', words: { code, text: `${doubt} ${text}`.trim() } }
}
