const utcPlus8Ms = 8 * 3600 * 1000
const dayMs = 24 * 3600 * 1000

/** The next 00:00 UTC+8 after `nowMs`, when vendors in China count a day's share anew. Epoch milliseconds. */
export const nextChinaMidnightMs = (nowMs: number): number =>
  (Math.floor((nowMs + utcPlus8Ms) / dayMs) + 1) * dayMs - utcPlus8Ms
