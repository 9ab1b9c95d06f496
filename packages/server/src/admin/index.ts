import type { Database } from '../store/db.ts'
import type { Sealer } from '../tenants/seal.ts'
import { createAppAdmin, type AppAdmin } from './app-admin.ts'
import { createCertificateAdmin, type CertificateAdmin } from './certificate-admin.ts'
import { createUserAdmin, type UserAdmin } from './user-admin.ts'

/** Sets a server up without its doors: straight on the database, beside a running server or without one. */
export interface Admin extends AppAdmin, UserAdmin, CertificateAdmin {}

/** Makes the administration of a migrated database. Running servers hear of every change. */
export const createAdmin = (db: Database, sealer: Sealer): Admin => {
  const apps = createAppAdmin(db, sealer)
  return { ...apps, ...createUserAdmin(db, apps), ...createCertificateAdmin(db, sealer, apps) }
}

export { isName, nameRule, type AppAdmin, type SecretKey } from './app-admin.ts'
export { certificateFieldsOf, type CertificateAdmin } from './certificate-admin.ts'
export type { UserAdmin } from './user-admin.ts'
