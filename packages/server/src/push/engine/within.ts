import type { Clock } from '../../clock.ts'

/** Waits for `work` until `untilMs`. Answers whether it was done by then; one that fails was not. */
export const createWithin =
  (clock: Clock, fault: (error: unknown) => void) =>
  async (work: Promise<unknown>, untilMs: number): Promise<boolean> =>
    await new Promise((resolve) => {
      const cancel = clock.after(Math.max(0, untilMs - clock.now()), () => resolve(false))
      void work.then(
        () => {
          cancel()
          resolve(true)
        },
        (error: unknown) => {
          fault(error)
          cancel()
          resolve(false)
        },
      )
    })
