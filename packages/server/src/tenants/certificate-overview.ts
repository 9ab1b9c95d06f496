import type { VendorId } from '@carillon/protocol'

import type { Db } from '../store/db.ts'

const tokensStatement = {
  name: 'certificates.live_tokens',
  text: `select certificate_id as "certificateID", count(*) as devices from push_tokens
    where sdk_app_id = $1 and state = 'live' group by certificate_id`,
}

/** How many devices' live tokens are bound to each certificate of an app. */
export const devicesByCertificate = async (
  db: Db,
  sdkAppID: number,
): Promise<ReadonlyMap<number, number>> => {
  const rows = await db.query<{ certificateID: number; devices: number }>(tokensStatement, [sdkAppID])
  return new Map(rows.map((row) => [row.certificateID, row.devices]))
}

/** When a certificate ends by itself, if it does: Apple's, where it is a certificate and no signing key. Epoch milliseconds. */
export const expiryOf = (vendor: VendorId, certificate: unknown): number | undefined => {
  if (vendor !== 'apns') return undefined
  const { credential } = certificate as { credential?: { notAfterMs?: number } }
  return credential?.notAfterMs
}
