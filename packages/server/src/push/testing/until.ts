/** Waits until `condition` holds (or gives a value). Fails with `what` after 30 seconds. */
export const until = async <T>(
  what: string,
  condition: () => T | Promise<T>,
): Promise<NonNullable<Exclude<T, false>>> => {
  const endMs = performance.now() + 30_000
  for (;;) {
    const value = await condition()
    if (value !== undefined && value !== null && value !== false)
      return value as NonNullable<Exclude<T, false>>
    if (performance.now() > endMs) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
