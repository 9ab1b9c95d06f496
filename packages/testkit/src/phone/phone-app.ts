import type { V2TimMessage } from '@carillon/client'
import type { AppContext, InstalledApp } from '@carillon/lab'
import type { PushTap } from '@carillon/react-native-push'

import { waitUntil, type WaitLimits } from '../wait.ts'
import { RunningApp, type AppBuild } from './running-app.ts'

/**
 * The app as it is installed on a phone. What it showed to its user is kept over all lives of its
 * process, so that a test can look for what came twice.
 */
export class PhoneApp implements InstalledApp {
  readonly #build: AppBuild
  /** Messages the app was given, in their order. */
  readonly received: V2TimMessage[] = []
  /** Taps the plugin handed over, in their order. */
  readonly taps: PushTap[] = []
  /** How often the app was told that it was logged out from elsewhere. */
  kicks = 0
  /** How often its process was started. */
  launches = 0
  readonly #watchers = new Set<() => void>()
  #running: RunningApp | undefined
  #started: Promise<void> = Promise.resolve()

  constructor(build: AppBuild) {
    this.#build = build
  }

  launch(context: AppContext): RunningApp {
    this.launches += 1
    const running = new RunningApp(context, this.#build, {
      messageReceived: (message) => {
        this.received.push(message)
        this.#shown()
      },
      tapped: (tap) => {
        this.taps.push(tap)
        this.#shown()
      },
      kicked: () => {
        this.kicks += 1
      },
    })
    this.#running = running
    // A real app does not keep the system waiting for its login either.
    this.#started = running.start()
    this.#started.catch(() => {})
    context.signal.addEventListener('abort', () => {
      if (this.#running === running) this.#running = undefined
    })
    return running
  }

  /** The running process; throws when there is none. */
  get running(): RunningApp {
    if (this.#running === undefined) throw new Error(`the app on ${this.#build.deviceName} is not running`)
    return this.#running
  }

  /** Resolves when the app has finished starting: logged in, or without anyone to log in. */
  get started(): Promise<void> {
    return this.#started
  }

  /** Tells when the app shows something new. @returns a function that removes the listener */
  onShow(listener: () => void): () => void {
    this.#watchers.add(listener)
    return () => void this.#watchers.delete(listener)
  }

  /** Texts of the messages received. */
  get receivedTexts(): string[] {
    return this.received.map((message) => message.textElem?.text ?? '')
  }

  /** A message that matches, past or coming. */
  waitForMessage(matches: (message: V2TimMessage) => boolean, limits?: WaitLimits): Promise<V2TimMessage> {
    return waitUntil(`a message on ${this.#build.deviceName}`, () => this.received.find(matches), limits)
  }

  /** The `count`th tap, past or coming. */
  waitForTap(count = 1, limits?: WaitLimits): Promise<PushTap> {
    return waitUntil(`tap ${count} on ${this.#build.deviceName}`, () => this.taps[count - 1], limits)
  }

  #shown(): void {
    for (const watcher of this.#watchers) watcher()
  }
}
