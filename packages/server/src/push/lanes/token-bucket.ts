/** Takes from a bucket that fills steadily: `perSecond`, and at most one second's worth at once. */
export interface TokenBucket {
  /** How long until `count` may be taken; 0 when they may now. More than the bucket holds counts as all it holds. */
  waitMs(count: number, nowMs: number): number
  take(count: number, nowMs: number): void
}

/** @param capacity what may be taken at once; at least one request's worth */
export const createTokenBucket = (perSecond: number, capacity: number, startMs: number): TokenBucket => {
  let level = capacity
  let levelAtMs = startMs
  const fill = (nowMs: number): void => {
    level = Math.min(capacity, level + (Math.max(0, nowMs - levelAtMs) * perSecond) / 1_000)
    levelAtMs = nowMs
  }
  return {
    waitMs(count, nowMs) {
      fill(nowMs)
      const missing = Math.min(count, capacity) - level
      return missing <= 0 ? 0 : Math.ceil((missing * 1_000) / perSecond)
    },
    take(count, nowMs) {
      fill(nowMs)
      level -= count
    },
  }
}
