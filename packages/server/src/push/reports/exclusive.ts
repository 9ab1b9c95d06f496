/** Does work when no other work given to it is under way. */
export type Exclusive = <T>(work: () => Promise<T>) => Promise<T>

/**
 * A phone and its vendor often tell of the same tap at the same moment: who looks up what is known and
 * writes down what is new does so alone, so that it is noted once.
 */
export const createExclusive = (): Exclusive => {
  let tail: Promise<unknown> = Promise.resolve()
  return async (work) => {
    const run = tail.then(work)
    tail = run.catch(() => undefined)
    return await run
  }
}
