/** Smallest and largest part of a file in one request. */
export const smallestPartBytes = 64 * 1024
const largestPartBytes = 1024 * 1024

const quickMs = 1000
const slowMs = 6000

/** How large the next part of a file is, by how long the last one took: a slow network loses little when it breaks. */
export const nextPartBytes = (partBytes: number, tookMs: number): number => {
  if (tookMs < quickMs) return Math.min(largestPartBytes, partBytes * 2)
  return tookMs > slowMs ? Math.max(smallestPartBytes, partBytes / 2) : partBytes
}
