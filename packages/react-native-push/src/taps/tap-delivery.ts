import { messageOf } from '../errors.ts'
import type { NativeCarillonPush, NativeTap } from '../native/spec.ts'
import type { PushClickAction } from '../params/types.ts'
import { normaliseTap, type PushTap } from './normalise.ts'

const rememberedTaps = 128

/**
 * Takes taps from the phone and hands each to the app once: to everyone who listens at that moment.
 * While nobody does they stay with the phone, which keeps them over a start of the app.
 */
export class TapDelivery {
  readonly #native: NativeCarillonPush
  readonly #onFault: (what: string) => void
  readonly #onTaken: (tap: NativeTap) => void
  /** A phone that starts the same intent again may queue its tap again. */
  readonly #seen = new Set<string>()
  readonly #listeners = new Set<PushClickAction>()
  /** Taken from the phone when only the one that started the app was asked for. */
  #held: NativeTap[] = []
  #action: PushClickAction | undefined
  #tail: Promise<unknown> = Promise.resolve()

  /** @param onTaken told once of each tap, whatever the app does with it */
  constructor(
    native: NativeCarillonPush,
    onFault: (what: string) => void,
    onTaken: (tap: NativeTap) => void = () => undefined,
  ) {
    this.#native = native
    this.#onFault = onFault
    this.#onTaken = onTaken
  }

  /** From now on taps go to `action` too, in place of the one before; those that waited go first. Undefined takes it away. */
  setAction(action: PushClickAction | undefined): Promise<void> {
    this.#action = action
    return this.deliver()
  }

  /** From now on taps go to `listener` too, until the returned function is called. */
  listen(listener: PushClickAction): () => void {
    this.#listeners.add(listener)
    void this.deliver()
    return () => this.#listeners.delete(listener)
  }

  /** Hands over what waits. */
  deliver(): Promise<void> {
    return this.#next(() => this.#handOver())
  }

  /** The tap that started the app, unless someone was given it already. Nobody else is given it afterwards. */
  takeLaunchTap(): Promise<PushTap | undefined> {
    return this.#next(async () => {
      await this.#take()
      const tap = this.#held.find(({ coldStart }) => coldStart)
      this.#held = this.#held.filter((other) => other !== tap)
      await this.#handOver()
      return tap && normaliseTap(tap)
    })
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#tail.then(work)
    this.#tail = run
    return run
  }

  async #handOver(): Promise<void> {
    if (this.#receivers().length === 0) return
    await this.#take()
    const receivers = this.#receivers()
    if (receivers.length === 0) return
    for (const tap of this.#held.splice(0)) {
      for (const receive of receivers) {
        // An app that throws at one tap still gets the others.
        try {
          receive(normaliseTap(tap))
        } catch (error) {
          this.#onFault(`pushClickAction threw: ${messageOf(error)}`)
        }
      }
    }
  }

  async #take(): Promise<void> {
    try {
      for (const tap of await this.#native.takeTaps()) {
        if (this.#seen.has(tap.tapID)) continue
        this.#remember(tap.tapID)
        this.#held.push(tap)
        this.#onTaken(tap)
      }
    } catch (error) {
      this.#onFault(`The taps could not be taken from the phone: ${messageOf(error)}`)
    }
  }

  #receivers(): PushClickAction[] {
    return [...this.#listeners, ...(this.#action === undefined ? [] : [this.#action])]
  }

  #remember(tapID: string): void {
    this.#seen.add(tapID)
    if (this.#seen.size <= rememberedTaps) return
    for (const oldest of this.#seen) {
      this.#seen.delete(oldest)
      break
    }
  }
}
