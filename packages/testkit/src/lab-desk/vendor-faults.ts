import type { Faults } from '@carillon/lab'
import type { ConsoleLabFault, VendorId } from '@carillon/protocol'

/** A code of each vendor that says: this certificate, or its app, may not send. */
const certificateRefusals: Readonly<Record<VendorId, string | number>> = {
  fcm: 'THIRD_PARTY_AUTH_ERROR',
  apns: 'InvalidProviderToken',
  huawei: 80_300_002,
  honor: 80_300_002,
  xiaomi: 22_006,
  oppo: 14,
  vivo: 10_045,
  meizu: 110_000,
}

/** A code of each vendor that says: this message is not taken. */
const payloadRefusals: Readonly<Record<VendorId, string | number>> = {
  fcm: 'INVALID_ARGUMENT',
  apns: 'PayloadTooLarge',
  huawei: 80_100_003,
  honor: 80_100_003,
  xiaomi: 10_016,
  oppo: 40,
  vivo: 10_103,
  meizu: 110_004,
}

const switches: Readonly<Record<ConsoleLabFault, (faults: Faults, vendor: VendorId) => void>> = {
  unavailable: (faults) => faults.set('unavailable', { status: 503 }),
  'too-many-requests': (faults) => faults.set('too-many-requests', { retryAfterSeconds: 5 }),
  hang: (faults) => faults.set('hang'),
  slow: (faults) => faults.set('slow', { delayMs: 3000 }),
  cut: (faults) => faults.set('cut'),
  'refused-certificate': (faults, vendor) => faults.set('refuse', { code: certificateRefusals[vendor] }),
  'refused-payload': (faults, vendor) => faults.set('refuse', { code: payloadRefusals[vendor] }),
  'expired-auth': (faults) => faults.set('expired-auth'),
  'dead-token': (faults) => faults.set('dead-token'),
  'wrong-json': (faults) => faults.set('wrong-json'),
}

/** Switches one fault of a vendor on, and all others off. */
export const switchFault = (faults: Faults, vendor: VendorId, fault: ConsoleLabFault | undefined): void => {
  faults.clear()
  if (fault !== undefined) switches[fault](faults, vendor)
}
