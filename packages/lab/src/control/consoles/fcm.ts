import type { FcmEmulator, FcmProject, FcmServiceAccount, ServiceAccountKey } from '../../fcm/types.ts'
import { defined, Fields } from '../fields.ts'
import { identifier, type ConsoleApp, type VendorConsole } from './vendor-console.ts'

/** What `token_uri` says in the file Google gives. */
const googleTokenURL = 'https://oauth2.googleapis.com/token'

/** Firebase: a project with a service account. */
export const fcmConsole = (fcm: FcmEmulator): VendorConsole => {
  const open = async (
    project: FcmProject,
    account: FcmServiceAccount,
    underVendorNames: boolean,
  ): Promise<ConsoleApp> => ({
    id: project.projectID,
    credential: () => ({
      id: project.projectID,
      projectID: project.projectID,
      senderID: project.senderID,
      serviceAccount: { ...account.key, token_uri: underVendorNames ? googleTokenURL : fcm.tokenURL },
    }),
    saved: {
      projectID: project.projectID,
      senderID: project.senderID,
      underVendorNames,
      key: account.key,
    },
    installation: { firebase: { senderID: project.senderID } },
    tokens: async ({ pushServices }) => defined({ fcm: await pushServices.fcm?.getToken() }),
  })
  return {
    async create(fields) {
      const projectID = fields.optional('projectID', (f) =>
        f.text('projectID', {
          pattern: /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
          allowed: '6 to 30 lower-case letters, digits and hyphens, starting with a letter',
        }),
      )
      const senderID = fields.optional('senderID', (f) =>
        f.text('senderID', { pattern: /^\d{6,20}$/, allowed: '6 to 20 digits' }),
      )
      const clientEmail = fields.optional('clientEmail', (f) =>
        f.text('clientEmail', { pattern: /^[^@\s]+@[^@\s]+$/, allowed: 'an e-mail address' }),
      )
      const underVendorNames = fields.optional('underVendorNames', (f) => f.flag('underVendorNames')) ?? false
      fields.end()
      const project = fcm.createProject(defined({ projectID, senderID }))
      return open(project, await project.createServiceAccount(defined({ clientEmail })), underVendorNames)
    },
    async restore(saved) {
      const fields = new Fields(saved)
      const key = (saved as { key: ServiceAccountKey }).key
      const project = fcm.createProject({
        projectID: fields.text('projectID', identifier),
        senderID: fields.text('senderID', identifier),
      })
      const account = await project.createServiceAccount({ key })
      return open(project, account, fields.flag('underVendorNames'))
    },
  }
}
