import type { Db } from '../store/db.ts'

/** What was changed. */
export type TenantChange = { kind: 'app'; sdkAppID: number } | { kind: 'certificate'; certificateID: number }

/** The NOTIFY channel on which every process hears of changes. */
export const tenantChannel = 'carillon_tenants'

const notifyStatement = { name: 'tenants.notify', text: 'select pg_notify($1, $2)' }

/** Tells every process of a change, when the transaction commits. */
export const notifyTenantChange = async (db: Db, change: TenantChange): Promise<void> => {
  await db.query(notifyStatement, [tenantChannel, JSON.stringify(change)])
}

/** Reads a notification; undefined for what is not one of ours. */
export const parseTenantChange = (payload: string): TenantChange | undefined => {
  try {
    const change = JSON.parse(payload) as Partial<Record<'kind' | 'sdkAppID' | 'certificateID', unknown>>
    if (change.kind === 'app' && typeof change.sdkAppID === 'number')
      return { kind: 'app', sdkAppID: change.sdkAppID }
    if (change.kind === 'certificate' && typeof change.certificateID === 'number')
      return { kind: 'certificate', certificateID: change.certificateID }
  } catch {
    // Somebody else's words on our channel.
  }
  return undefined
}
