import type { EmulatorAnswer, LoggedRequest } from '../emulator/types.ts'

const secretHeaders: ReadonlySet<string> = new Set(['authorization', 'authtoken', 'auth_token'])
const names = 'client_secret|assertion|auth_token|authToken|access_token|sign'
/** A field of a form, or a member of a JSON object; what stands inside a text is text. */
const secretFields = new RegExp(`((?:^|&)(?:${names})=|"(?:${names})"\\s*:\\s*")([^&"]+)`, 'g')

/** The start of a secret, enough to tell two apart. */
export const shortened = (secret: string): string =>
  secret.length <= 12 ? '…' : `${secret.slice(0, 8)}…(${secret.length} characters)`

/** A request as the control API shows it: credentials are shortened, what was pushed is whole. */
export const viewRequest = ({ query, headers, body, answer, ...request }: LoggedRequest): object => ({
  ...request,
  query: Object.fromEntries(query),
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      secretHeaders.has(name) ? shortened(value) : value,
    ]),
  ),
  body: withoutSecrets(body),
  ...(answer === undefined ? {} : { answer: viewAnswer(answer) }),
})

const viewAnswer = ({ body, ...answer }: EmulatorAnswer): object => ({
  ...answer,
  ...(body === undefined ? {} : { body: withoutSecrets(body) }),
})

const withoutSecrets = (text: string): string =>
  text.replaceAll(secretFields, (_, before: string, secret: string) => before + shortened(secret))
