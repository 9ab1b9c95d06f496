/** Does work in turns, one at a time, as long as there is some. */
export interface Worker {
  /** To be called whenever work was added. */
  start: () => void
  /** Resolves when nothing is left to do. */
  idle: () => Promise<void>
}

/** @param turn does some of the work; must not reject */
export const createWorker = (hasWork: () => boolean, turn: () => Promise<void>): Worker => {
  let running: Promise<void> | undefined
  const run = async (): Promise<void> => {
    while (hasWork()) await turn()
  }
  const start = (): void => {
    running ??= run().finally(() => {
      running = undefined
      // Work may have come after the last look and before this.
      if (hasWork()) start()
    })
  }
  return {
    start,
    async idle() {
      for (let current = running; current !== undefined; current = running) await current
    },
  }
}
