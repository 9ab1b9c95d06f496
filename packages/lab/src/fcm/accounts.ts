import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { randomDigits, randomHex, randomText } from '../random.ts'
import type { FcmProject, FcmServiceAccount, ServiceAccountKey } from './types.ts'

/** A service account with what only Google knows of it. */
export interface Account extends FcmServiceAccount {
  readonly project: FcmProject
  readonly publicKey: KeyObject
  revoked: boolean
}

interface AccessToken {
  account: Account
  scopes: readonly string[]
  expiresAtMs: number
}

/** What changes while the accounts live: asked each time. */
export interface AccountsContext {
  tokenURL(): string
  now(): number
  tokenSeconds(): number
}

/** The scope Google's SDKs ask for to send. */
export const messagingScope = 'https://www.googleapis.com/auth/firebase.messaging'

/** Projects, their service accounts, and the access tokens given to them. */
export class Accounts {
  readonly #projects = new Map<string, FcmProject>()
  readonly #accounts = new Map<string, Account>()
  readonly #tokens = new Map<string, AccessToken>()

  readonly #context: AccountsContext

  constructor(context: AccountsContext) {
    this.#context = context
  }

  createProject(options: { projectID?: string; senderID?: string } = {}): FcmProject {
    const projectID = options.projectID ?? `carillon-lab-${randomHex(5)}`
    if (!/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(projectID)) {
      throw new RangeError(
        `projectID must be 6 to 30 lower-case letters, digits and hyphens, starting with a letter; got "${projectID}"`,
      )
    }
    if (this.#projects.has(projectID)) throw new Error(`There is a project ${projectID} already`)
    const project: FcmProject = {
      projectID,
      senderID: options.senderID ?? randomDigits(12),
      apiEnabled: true,
      messagesPerMinute: 600_000,
      createServiceAccount: ({ clientEmail, key } = {}) => this.#createAccount(project, clientEmail, key),
    }
    this.#projects.set(projectID, project)
    return project
  }

  project(projectID: string): FcmProject | undefined {
    return this.#projects.get(projectID)
  }

  account(clientEmail: string): Account | undefined {
    return this.#accounts.get(clientEmail)
  }

  issue(account: Account, scopes: readonly string[]): string {
    const nowMs = this.#context.now()
    for (const [value, token] of this.#tokens) if (token.expiresAtMs <= nowMs) this.#tokens.delete(value)
    const value = `ya29.${randomText(160)}`
    this.#tokens.set(value, { account, scopes, expiresAtMs: nowMs + this.#context.tokenSeconds() * 1_000 })
    return value
  }

  /** Who an access token stands for; undefined when it is unknown or has run out. */
  bearer(value: string): { account: Account; scopes: readonly string[] } | undefined {
    const token = this.#tokens.get(value)
    return token === undefined || token.expiresAtMs <= this.#context.now() || token.account.revoked
      ? undefined
      : token
  }

  async #createAccount(
    project: FcmProject,
    email?: string,
    known?: ServiceAccountKey,
  ): Promise<FcmServiceAccount> {
    const privateKey =
      known === undefined
        ? (await promisify(generateKeyPair)('rsa', { modulusLength: 2_048 })).privateKey
        : createPrivateKey(known.private_key)
    const clientEmail =
      email ??
      known?.client_email ??
      `firebase-adminsdk-${randomHex(5)}@${project.projectID}.iam.gserviceaccount.com`
    const key: ServiceAccountKey = {
      type: 'service_account',
      project_id: project.projectID,
      private_key_id: known?.private_key_id ?? randomHex(40),
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      client_email: clientEmail,
      client_id: known?.client_id ?? randomDigits(21),
      auth_uri: 'https://accounts.google.com/o/oauth2/auth',
      token_uri: this.#context.tokenURL(),
      auth_provider_x509_cert_url: 'https://www.googleapis.com/oauth2/v1/certs',
      client_x509_cert_url: `https://www.googleapis.com/robot/v1/metadata/x509/${encodeURIComponent(clientEmail)}`,
      universe_domain: 'googleapis.com',
    }
    const account: Account = {
      project,
      publicKey: createPublicKey(privateKey),
      clientEmail,
      key,
      json: JSON.stringify(key, null, 2),
      mayCreateMessages: true,
      revoked: false,
      revoke: () => {
        account.revoked = true
      },
      createAccessToken: (scopes = [messagingScope]) => this.issue(account, scopes),
    }
    this.#accounts.set(clientEmail, account)
    return account
  }
}
