/** Closes what was opened, last first; one failure does not stop the rest. */
export class Cleanup {
  readonly #steps: (() => unknown)[] = []
  #running: Promise<void> | undefined

  /** Takes a resource to close. */
  add<T extends { close(): Promise<void> } | AsyncDisposable>(resource: T): T {
    this.#steps.push(async () =>
      'close' in resource ? await resource.close() : await resource[Symbol.asyncDispose](),
    )
    return resource
  }

  /** Takes a step to be done. */
  defer(step: () => unknown): void {
    this.#steps.push(step)
  }

  /**
   * Does all steps once, however often it is called.
   * @throws AggregateError with what failed, after everything was tried
   */
  async run(): Promise<void> {
    await (this.#running ??= this.#run())
  }

  async #run(): Promise<void> {
    const errors: unknown[] = []
    for (const step of this.#steps.toReversed()) {
      try {
        await step()
      } catch (error) {
        errors.push(error)
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'closing failed')
  }
}
