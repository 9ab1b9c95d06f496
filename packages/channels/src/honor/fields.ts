import type { CertificateField } from '../channel.ts'
import { pushClickFields } from '../push-click.ts'

/** Honor's classes: `NORMAL` service and communication, `LOW` marketing, which is silent. */
export const honorImportances = ['NORMAL', 'LOW'] as const

/** The fields of an Honor certificate. */
export const honorCertificateFields: readonly CertificateField[] = [
  {
    name: 'appID',
    label: 'App ID',
    help: 'developer.honor.com > Open services > Push service > the app. Digits only.',
    kind: 'text',
    required: true,
  },
  {
    name: 'clientID',
    label: 'Client ID',
    help: 'On the same page. Not the App ID: entered in its place it gives "unauthorized_client".',
    kind: 'text',
    required: true,
  },
  {
    name: 'clientSecret',
    label: 'Client Secret',
    help: 'On the same page. Not the App Secret.',
    kind: 'secret',
    required: true,
  },
  {
    name: 'importance',
    label: 'Importance',
    help: "Class of chat pushes. NORMAL needs Honor's approval of self-classification; without it Honor shows them as marketing: silent, 2 a day. A message's androidHonorImportance goes before it. Empty: NORMAL.",
    kind: 'choice',
    choices: honorImportances,
    required: false,
  },
  {
    name: 'badgeClass',
    label: 'Badge parameter',
    help: "Full name of the launcher's activity, such as com.example.chat.MainActivity. Empty: pushes set no badge.",
    kind: 'text',
    required: false,
  },
  ...pushClickFields,
  {
    name: 'baseURL',
    label: 'Base URL',
    help: 'Where Honor takes pushes. Empty: https://push-api.cloud.honor.com.',
    kind: 'url',
    required: false,
  },
  {
    name: 'tokenURL',
    label: 'Token URL',
    help: 'Where Honor gives access tokens. Empty: https://iam.developer.honor.com/auth/token.',
    kind: 'url',
    required: false,
  },
]
