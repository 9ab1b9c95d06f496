import type { AppContext, AppProcess, InstalledApp } from './app-types.ts'

/** One life of an app's process. */
export class AppLife {
  readonly #controller = new AbortController()
  readonly #gone: Promise<void>
  #process: AppProcess | undefined
  #started: Promise<void> = Promise.resolve()

  constructor() {
    const { signal } = this.#controller
    this.#gone = new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Absent while it starts. */
  get process(): AppProcess | undefined {
    return this.#process
  }

  /** Starts it. Resolves when it runs, or was killed. */
  start(app: InstalledApp, context: AppContext): Promise<void> {
    const launched = Promise.resolve()
      .then(() => app.launch(context))
      .then((process) => {
        this.#process = process
      })
    this.#started = Promise.race([launched, this.#gone])
    return this.#started
  }

  /** Calls the running app, once it has started. Resolves when it is done, or was killed. */
  async call(act: (process: AppProcess) => void | Promise<void>): Promise<void> {
    await this.#started
    if (this.#process === undefined || this.signal.aborted) return
    // A killed process never answers; whoever waits for it must not hang.
    await Promise.race([act(this.#process), this.#gone])
  }

  /** The process is gone; it is told last, to stop what only it knows of. */
  async end(): Promise<void> {
    if (this.signal.aborted) return
    this.#controller.abort(new Error('The process is gone'))
    await this.#process?.onKilled?.()
  }
}
