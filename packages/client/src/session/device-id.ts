import { randomUUID } from '../platform/random.ts'
import type { SafeStorage } from '../platform/storage.ts'

/** Where the device ID is kept. */
const deviceIDKey = 'carillon.deviceID'

/** This installation's ID: made at random once, kept from then on. */
export const loadDeviceID = async (storage: SafeStorage): Promise<string> => {
  const kept = await storage.get(deviceIDKey)
  if (kept !== undefined && /^[\x21-\x7e]{8,64}$/.test(kept)) return kept
  const made = randomUUID()
  await storage.set(deviceIDKey, made)
  return made
}
