/** Messages between a child process and its parent, one after the other. */
export const parentProcess = <In>(): {
  next(): Promise<In>
  say(message: unknown): void
  /** Does this when the parent has left, before the process ends. */
  atEnd(work: () => Promise<void>): void
} => {
  const waiting: In[] = []
  let take: ((message: In) => void) | undefined
  process.on('message', (message: In) => {
    if (take === undefined) waiting.push(message)
    else take(message)
    take = undefined
  })
  let lastWork = async (): Promise<void> => {}
  process.on('disconnect', () => {
    void lastWork().finally(() => process.exit())
  })
  return {
    async next() {
      const message = waiting.shift()
      return (
        message ??
        (await new Promise<In>((resolve) => {
          take = resolve
        }))
      )
    },
    say: (message) => void process.send?.(message),
    atEnd(work) {
      lastWork = work
    },
  }
}
