import type { VendorRequest } from '@carillon/channels'

/** A vendor request as people may see it: complete, but for credentials and most of each token. */
export interface ShownRequest {
  method: string
  url: string
  headers: Record<string, string>
  body: string
}

/** Stands for the access token that a vendor would be asked for. */
export const accessTokenStandIn = '<access token>'

const credentialHeaders = /^(?:authorization|auth[-_]?token|access[-_]?token)$/i

/** Shows a request: credentials are named, not told, and tokens are cut short. */
export const shownRequest = (
  { method, url, headers, body }: VendorRequest,
  tokens: readonly string[],
): ShownRequest => {
  const cut = (text: string): string => tokens.reduce((shown, token) => cutToken(shown, token), text)
  return {
    method,
    url: cut(url),
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        credentialHeaders.test(name) ? shownCredential(value) : cut(value),
      ]),
    ),
    body: cut(body),
  }
}

/** `Bearer <access token>`, `key=<credential>`: the form without the secret. */
const shownCredential = (value: string): string => {
  if (value.includes(accessTokenStandIn)) return value
  const [, scheme = ''] = /^([A-Za-z]+[ =])/.exec(value) ?? []
  return `${scheme}<credential>`
}

const cutToken = (text: string, token: string): string => {
  const short = token.length <= 12 ? '…' : `${token.slice(0, 6)}…${token.slice(-4)}`
  return text.replaceAll(token, short).replaceAll(encodeURIComponent(token), encodeURIComponent(short))
}
