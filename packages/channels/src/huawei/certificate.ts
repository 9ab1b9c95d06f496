import { createHash } from 'node:crypto'

import * as z from 'zod'

import { badgeClassField } from '../android-activity.ts'
import { checkFields, httpsURLField, textField } from '../certificate.ts'
import type { CertificateResult } from '../channel.ts'
import type { ClientCredentials } from '../oauth-client.ts'
import { missingClickField, pushClickOf, pushClickSchemas, type PushClick } from '../push-click.ts'
import { huaweiCategories, huaweiCertificateFields, huaweiPhones } from './fields.ts'
import { serviceAccountField, type HuaweiServiceAccount } from './service-account.ts'

/** Huawei's category of a push. */
export type HuaweiCategory = (typeof huaweiCategories)[number]

/** What proves the app owner's right to send. */
export type HuaweiCredential =
  /** OAuth 2.0 client: v1 and v2 only. */
  | ({ kind: 'client' } & ClientCredentials)
  /** Signs its own access tokens: v2 and v3. */
  | ({ kind: 'service-account' } & HuaweiServiceAccount & {
        /** Whom the tokens are for. */
        audience: string
        /** Stands for the key without showing it: SHA-256 in hex. */
        credentialID: string
      })

/** A checked Huawei credential with the app's settings. */
export interface HuaweiCertificate {
  credential: HuaweiCredential
  /** The app's OAuth 2.0 client ID. */
  clientID: string
  /** Huawei's host for pushes, without a trailing slash. */
  baseURL: string
  /** Where pushes for phones with HMS are sent: `/v1/{appId}` or `/v2/{projectId}`. */
  sendURL: string
  /** Where pushes for HarmonyOS NEXT are sent, `/v3/{projectId}`. Absent without a service account. */
  harmonyURL?: string
  /** All tokens are of such phones, whatever the device says. */
  phones?: (typeof huaweiPhones)[number]
  category: HuaweiCategory
  click: PushClick
  channelID?: string
  /** `/raw/...` */
  sound?: string
  badgeClass?: string
  /** The page a tap opens on HarmonyOS NEXT; empty: the app. */
  harmonyClick: { action?: string; uri?: string }
  /** File in rawfile, with suffix. */
  harmonySound?: string
  receiptID?: string
  /** Who signs receipts; absent: they are not signed. */
  receiptSigner?: { user: string; secret: string }
  /** Pushes are sent as test messages. */
  isTest: boolean
}

const digits = (what: string): z.ZodString =>
  z.string({ error: what }).regex(/^\d{1,64}$/, `must be ${what}, digits only`)

const fields = z.strictObject({
  appID: digits("the app's App ID"),
  clientSecret: z
    .string({ error: "the app's OAuth 2.0 client secret" })
    .regex(/^[\x21-\x7e]{8,200}$/, 'must be the client secret, 8 to 200 characters without spaces')
    .optional(),
  serviceAccount: serviceAccountField.optional(),
  clientID: digits('the OAuth 2.0 client ID').optional(),
  projectID: digits('the Project ID').optional(),
  phones: z.enum(huaweiPhones, { error: 'must be hms or harmony' }).optional(),
  category: z
    .enum(huaweiCategories, { error: `must be one of ${huaweiCategories.join(', ')}` })
    .default('IM'),
  channelID: textField('the ID of a notification channel').optional(),
  sound: z
    .string({ error: 'the name of a file in res/raw' })
    .regex(/^(?:\/raw\/)?\w{1,200}$/, 'must be the name of a file in res/raw without suffix, such as new_msg')
    .optional(),
  badgeClass: badgeClassField.optional(),
  ...pushClickSchemas,
  harmonyAction: textField('an action of the ability').optional(),
  harmonyURI: textField('a URI of the ability', 1000).optional(),
  harmonySound: textField('the name of a file in resources/rawfile').optional(),
  receiptID: textField('the ID of a receipt configuration').optional(),
  callbackUser: textField('the user name of the receipt configuration').optional(),
  callbackSecret: textField('the secret of the receipt configuration').optional(),
  testMessage: z
    .union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')], {
      error: 'must be true or false',
    })
    .default(false),
  baseURL: httpsURLField('where Huawei takes pushes').default('https://push-api.cloud.huawei.com'),
  tokenURL: httpsURLField('where Huawei gives access tokens').default(
    'https://oauth-login.cloud.huawei.com/oauth2/v3/token',
  ),
})
type Fields = z.output<typeof fields>

const schema = fields
  .superRefine((given, context) => {
    const fault = (field: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [field], message })
    const missing = missingClickField(given)
    if (missing !== undefined) fault(missing, 'needed for this clickAction')
    const { clientSecret, serviceAccount: account, projectID, phones, callbackUser, callbackSecret } = given
    if (callbackUser === undefined && callbackSecret !== undefined)
      fault('callbackUser', 'belongs to the callbackSecret')
    if (callbackUser !== undefined && callbackSecret === undefined)
      fault('callbackSecret', 'belongs to the callbackUser')
    if (phones === 'harmony' && account === undefined)
      fault('serviceAccount', 'HarmonyOS NEXT takes pushes by service account only')
    else if (clientSecret === undefined && account === undefined)
      fault('clientSecret', "the app's OAuth 2.0 client secret, or a serviceAccount")
    if (account !== undefined && projectID !== undefined && projectID !== account.projectID)
      fault('projectID', `the service account's key file is of project ${account.projectID}`)
  })
  .transform((given): HuaweiCertificate => {
    const { appID, projectID, baseURL, serviceAccount: account } = given
    const { phones, channelID, sound, badgeClass, harmonySound, receiptID } = given
    const { callbackUser: user, callbackSecret: secret } = given
    const project = account?.projectID ?? projectID
    return {
      credential: credentialOf(given),
      clientID: given.clientID ?? appID,
      baseURL,
      sendURL: `${baseURL}/${project === undefined ? `v1/${appID}` : `v2/${project}`}/messages:send`,
      ...(account === undefined ? {} : { harmonyURL: `${baseURL}/v3/${account.projectID}/messages:send` }),
      ...(phones === undefined ? {} : { phones }),
      category: given.category,
      click: pushClickOf(given),
      ...(channelID === undefined ? {} : { channelID }),
      ...(sound === undefined ? {} : { sound: huaweiSound(sound) }),
      ...(badgeClass === undefined ? {} : { badgeClass }),
      harmonyClick: {
        ...(given.harmonyAction === undefined ? {} : { action: given.harmonyAction }),
        ...(given.harmonyURI === undefined ? {} : { uri: given.harmonyURI }),
      },
      ...(harmonySound === undefined ? {} : { harmonySound }),
      ...(receiptID === undefined ? {} : { receiptID }),
      ...(user === undefined || secret === undefined ? {} : { receiptSigner: { user, secret } }),
      isTest: given.testMessage,
    }
  })

/** A service account serves all phones, so that a client secret beside it is not used. */
const credentialOf = ({
  appID,
  clientID = appID,
  clientSecret = '',
  serviceAccount,
  tokenURL,
}: Fields): HuaweiCredential => {
  if (serviceAccount === undefined) return { kind: 'client', clientID, clientSecret, tokenURL }
  const { subAccount, keyID, privateKey } = serviceAccount
  const credentialID = createHash('sha256')
    .update(JSON.stringify([tokenURL, subAccount, keyID, privateKey]))
    .digest('hex')
  return { kind: 'service-account', ...serviceAccount, audience: tokenURL, credentialID }
}

/** A file in res/raw as Huawei names it. */
export const huaweiSound = (name: string): string => (name.startsWith('/raw/') ? name : `/raw/${name}`)

/** Checks a Huawei certificate's fields without the network. */
export const parseHuaweiCertificate = (
  given: Readonly<Record<string, unknown>>,
): CertificateResult<HuaweiCertificate> => checkFields(given, schema, huaweiCertificateFields)
