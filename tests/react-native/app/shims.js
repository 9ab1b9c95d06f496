// What a bare Hermes VM lacks beside React Native's own globals: a clock, and a console.
// Time here moves only when nothing else is left to do, so nothing ever waits for real.
const queue = []
let nowMs = 1_800_000_000_000
let lastID = 0

globalThis.global ??= globalThis
Date.now = () => nowMs
globalThis.setTimeout = (callback, delayMs = 0) => {
  lastID += 1
  queue.push({ id: lastID, atMs: nowMs + delayMs, callback })
  return lastID
}
globalThis.clearTimeout = (id) => {
  const index = queue.findIndex((entry) => entry.id === id)
  if (index !== -1) queue.splice(index, 1)
}
const say = (text) => print(String(text))
globalThis.console = { debug: say, info: say, log: say, warn: say, error: say }
globalThis.navigator = { product: 'ReactNative' }

/** Runs what waits until `isDone`, moving time to each in its turn. */
export const pump = async (isDone) => {
  for (let turn = 0; turn < 100_000 && !isDone(); turn += 1) {
    await Promise.resolve()
    if (turn % 50 !== 49 || queue.length === 0) continue
    queue.sort((one, other) => one.atMs - other.atMs)
    const { atMs, callback } = queue.shift()
    nowMs = Math.max(nowMs, atMs)
    callback()
  }
  if (!isDone()) throw new Error('nothing more happens, and it is not done')
}
