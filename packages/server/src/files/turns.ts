/** Runs some works at once, lets some wait, and turns further ones away. */
export interface Turns {
  /** The answer of `work`; undefined when too many wait already. Rejects with what `work` rejects with. */
  run<T>(work: () => Promise<T>): Promise<T | undefined>
}

export const createTurns = ({ atOnce, waiting: most }: { atOnce: number; waiting: number }): Turns => {
  const waiting: (() => void)[] = []
  let running = 0
  return {
    async run(work) {
      if (running >= atOnce) {
        if (waiting.length >= most) return undefined
        // Whoever ends hands the turn on, so the number that run stays.
        await new Promise<void>((resolve) => {
          waiting.push(resolve)
        })
      } else running += 1
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next === undefined) running -= 1
        else next()
      }
    },
  }
}
