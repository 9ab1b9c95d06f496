import type { EmulatorAnswer } from '../emulator/types.ts'
import { jsonAnswer } from '../emulator/answers.ts'

/** A client as the account server knows it. */
interface Client {
  readonly appID: string
  readonly clientSecret: string
}

/**
 * The client of a token request, or Huawei's refusal in its own numbers.
 * @param clientOf finds a client by its id
 */
export const clientOfForm = <App extends Client>(
  body: string,
  clientOf: (clientID: string) => App | undefined,
): App | EmulatorAnswer => {
  const form = new URLSearchParams(body)
  if (form.get('grant_type') !== 'client_credentials') return oauthError(20182, 'invalid grant_type')
  const clientID = form.get('client_id') ?? ''
  if (!/^\d{1,64}$/.test(clientID)) return oauthError(20002, 'client_id is malformed')
  const app = clientOf(clientID)
  if (app === undefined) return oauthError(20003, 'client_id does not exist')
  const secret = form.get('client_secret') ?? ''
  if (secret === '') return oauthError(20171, 'client_secret is empty')
  return secret === app.clientSecret ? app : oauthError(12304, 'client_secret does not match')
}

const oauthError = (subError: number, description: string): EmulatorAnswer =>
  jsonAnswer(400, { error: 1101, sub_error: subError, error_description: description })
