import type {
  ApnsApp,
  ApnsClientCertificate,
  ApnsEmulator,
  ApnsEnvironment,
  ApnsKey,
} from '../../apns/types.ts'
import { defined, Fields } from '../fields.ts'
import { identifier, packageNameIn, type ConsoleApp, type VendorConsole } from './vendor-console.ts'

const tenCharacters = { pattern: /^[A-Z0-9]{10}$/, allowed: 'ten capital letters and digits' }
const environments = ['production', 'sandbox'] as const satisfies readonly ApnsEnvironment[]

/** Apple's developer site: an app with a signing key and a push certificate. */
export const apnsConsole = (apns: ApnsEmulator): VendorConsole => {
  const open = (
    app: ApnsApp,
    key: ApnsKey,
    own: ApnsClientCertificate,
    environment: ApnsEnvironment | undefined,
  ): ConsoleApp => ({
    id: app.bundleID,
    packageName: app.bundleID,
    credential: () => ({
      id: app.bundleID,
      bundleID: app.bundleID,
      teamID: app.teamID,
      key: { keyID: key.keyID, fileName: `AuthKey_${key.keyID}.p8`, p8: key.p8 },
      certificate: { certificate: own.certificate, key: own.key },
    }),
    saved: {
      bundleID: app.bundleID,
      teamID: app.teamID,
      keyID: key.keyID,
      p8: key.p8,
      certificate: own.certificate,
      certificateKey: own.key,
      ...defined({ environment }),
    },
    installation: environment === 'sandbox' ? { apsEnvironment: 'development' } : {},
    tokens: async ({ pushServices: { apns: service } }) =>
      service === undefined
        ? {}
        : { apns: await service.getToken(), 'apns-voip': await service.getVoIPToken() },
  })
  return {
    async create(fields) {
      const bundleID = packageNameIn(fields, 'bundleID')
      const teamID = fields.optional('teamID', (f) => f.text('teamID', tenCharacters))
      const keyID = fields.optional('keyID', (f) => f.text('keyID', tenCharacters))
      const environment = fields.optional('environment', (f) => f.oneOf('environment', environments))
      fields.end()
      const app = apns.createApp(defined({ bundleID, teamID }))
      const key = app.createKey(defined({ keyID, environment }))
      return open(app, key, app.createCertificate(defined({ environment })), environment)
    },
    async restore(saved) {
      const fields = new Fields(saved)
      const environment = fields.optional('environment', (f) => f.oneOf('environment', environments))
      const app = apns.createApp({
        bundleID: fields.text('bundleID', identifier),
        teamID: fields.text('teamID', tenCharacters),
      })
      const keyID = fields.text('keyID', tenCharacters)
      const key = app.createKey({ keyID, p8: fields.text('p8'), ...defined({ environment }) })
      const known = { certificate: fields.text('certificate'), key: fields.text('certificateKey') }
      return open(app, key, app.createCertificate({ known, ...defined({ environment }) }), environment)
    },
  }
}
