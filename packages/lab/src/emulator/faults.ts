import type { EmulatorRequest, RequestKind } from './types.ts'

/** When a fault fires; without any of these: on every send. */
export interface FaultScope {
  /** Switches itself off after it fired this often. */
  times?: number
  /** Fires on the 3rd, 6th, 9th, … matching request for 3. */
  everyNth?: number
  /** 0 to 1, by the lab's seeded random. */
  probability?: number
  /** Which kinds of request it may fire on. Default: `['send']`; of `clock-skew` all. */
  on?: readonly RequestKind[]
  /** A closer look at the request. */
  when?: (request: EmulatorRequest) => boolean
}

/** `Retry-After` of an answer. */
export interface RetryAfterOptions {
  /** Left out: no header. */
  retryAfterSeconds?: number
  /** Both forms HTTP allows. Default: seconds. */
  retryAfterForm?: 'seconds' | 'date'
}

/** The options of each fault, beside its scope. */
export interface FaultOptions {
  /** The vendor is down: not processed. */
  unavailable: RetryAfterOptions & {
    /** Default 503. */
    status?: 500 | 502 | 503 | 504
  }
  /** Too fast: 429, not processed. `retryAfterSeconds` is 60 if left out. */
  'too-many-requests': RetryAfterOptions
  /** The request is processed and answered; then GOAWAY (NO_ERROR), no new streams. HTTP/1.1: `Connection: close`. */
  goaway: Record<never, never>
  /** Not processed: GOAWAY whose last stream id is below this request's, and the connection is gone. */
  'goaway-hard': {
    /** HTTP/2 error code. Default 11 (ENHANCE_YOUR_CALM). */
    errorCode?: number
  }
  /** Processed, then the connection is destroyed before the answer. */
  cut: Record<never, never>
  /** The connection is destroyed before the request is processed. */
  'cut-before': Record<never, never>
  /** RST_STREAM with REFUSED_STREAM, not processed. HTTP/1.1 has no such thing: the connection is destroyed. */
  'refuse-stream': Record<never, never>
  /** Never answers. */
  hang: {
    /** Whether it is processed all the same. Default false. */
    processed?: boolean
  }
  /** Processed at once, answered late. */
  slow: { delayMs: number }
  /** Processed at once; the answer's body comes in small pieces, each after a pause. */
  drip: {
    /** Default 100. */
    intervalMs?: number
    /** Default 1. */
    bytesEach?: number
  }
  /** The vendor's clock is wrong while it answers: what is timed is judged by it, and the `date` header tells it. */
  'clock-skew': {
    /** Above 0: the vendor is ahead. */
    byMs: number
  }
  /** The credential is not taken, as the vendor says it. */
  'expired-auth': Record<never, never>
  /** Tokens are dead, as the vendor says it, whatever the registry knows. */
  'dead-token': {
    /** Default: all of the request. */
    tokens?: readonly string[]
  }
  /** Processed; the answer is not JSON. */
  'wrong-json': {
    /** Default: the first half of the true answer; of an empty one `{`. */
    body?: string
  }
  /** Any error code of the vendor, not processed. */
  refuse: RetryAfterOptions & {
    /** FCM: "INTERNAL", "QUOTA_EXCEEDED", …; Xiaomi: 200001, … */
    code: string | number
    /** The vendor's words. */
    message?: string
  }
}

/** Faults that can be switched on by name. */
export type FaultName = keyof FaultOptions

const faultNames: Readonly<Record<FaultName, true>> = {
  unavailable: true,
  'too-many-requests': true,
  goaway: true,
  'goaway-hard': true,
  cut: true,
  'cut-before': true,
  'refuse-stream': true,
  hang: true,
  slow: true,
  drip: true,
  'clock-skew': true,
  'expired-auth': true,
  'dead-token': true,
  'wrong-json': true,
  refuse: true,
}

/** A fault that fires on a request. */
export type FiredFault = {
  [Name in FaultName]: { readonly name: Name; readonly options: FaultOptions[Name] }
}[FaultName]

/** Whether a fault that fires on a request says that one of its tokens is dead. */
export const isDeadByFault = (fault: FiredFault | undefined, token: string): boolean =>
  fault?.name === 'dead-token' && fault.options.tokens?.includes(token) !== false

/** A fault that is switched on. */
export interface ActiveFault {
  readonly name: FaultName
  /** How often it fired. */
  readonly fired: number
}

type SetArguments<Name extends FaultName> =
  Record<never, never> extends FaultOptions[Name]
    ? [options?: FaultOptions[Name] & FaultScope]
    : [options: FaultOptions[Name] & FaultScope]

interface Entry {
  name: FaultName
  options: FaultOptions[FaultName] & FaultScope
  matched: number
  fired: number
}

/** The faults of one emulator. Where several match a request, the one that was set first fires. */
export class Faults {
  readonly #entries = new Map<FaultName, Entry>()
  readonly #random: () => number

  /** @param random numbers from 0 to 1, for `probability` */
  constructor(random: () => number) {
    this.#random = random
  }

  /** Switches a fault on, or changes it and counts from 0. */
  set<Name extends FaultName>(name: Name, ...[options]: SetArguments<Name>): void {
    // Names also come from command lines and control calls, which no compiler has checked.
    if (!Object.hasOwn(faultNames, name))
      throw new RangeError(`there is no fault "${name}"; there are ${Object.keys(faultNames).join(', ')}`)
    const checked = options ?? {}
    checkScope(name, checked)
    this.#entries.set(name, { name, options: checked, matched: 0, fired: 0 })
  }

  /** Switches one off, or all. */
  clear(name?: FaultName): void {
    if (name === undefined) this.#entries.clear()
    else this.#entries.delete(name)
  }

  list(): readonly ActiveFault[] {
    return [...this.#entries.values()].map(({ name, fired }) => ({ name, fired }))
  }

  /** The fault that hits this request, if any; counts. For the emulator's server. */
  next(request: EmulatorRequest): FiredFault | undefined {
    for (const entry of this.#entries.values()) {
      if (!this.#fires(entry, request)) continue
      entry.fired += 1
      if (entry.options.times !== undefined && entry.fired >= entry.options.times)
        this.#entries.delete(entry.name)
      return { name: entry.name, options: entry.options } as FiredFault
    }
    return undefined
  }

  #fires(entry: Entry, request: EmulatorRequest): boolean {
    const { on = kindsOf(entry.name), when, everyNth, probability } = entry.options
    if (!on.includes(request.kind) || when?.(request) === false) return false
    entry.matched += 1
    if (everyNth !== undefined && entry.matched % everyNth !== 0) return false
    return probability === undefined || this.#random() < probability
  }
}

const allKinds: readonly RequestKind[] = ['send', 'token', 'other']
const kindsOf = (name: FaultName): readonly RequestKind[] => (name === 'clock-skew' ? allKinds : ['send'])

const checkScope = (name: string, { times, everyNth, probability }: FaultScope): void => {
  const isCount = (value: number | undefined): boolean =>
    value === undefined || (Number.isInteger(value) && value > 0)
  if (!isCount(times))
    throw new RangeError(`Fault ${name}: times must be a whole number above 0, got ${times}`)
  if (!isCount(everyNth)) {
    throw new RangeError(`Fault ${name}: everyNth must be a whole number above 0, got ${everyNth}`)
  }
  if (probability !== undefined && !(probability >= 0 && probability <= 1)) {
    throw new RangeError(`Fault ${name}: probability must be from 0 to 1, got ${probability}`)
  }
}
