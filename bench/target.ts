/** Where a bench's clients send to and what they prove themselves with. */
export interface Target {
  /** The emulators' authority, PEM. */
  ca: string
  /** Ports on 127.0.0.1 that stand for the vendors' hosts. */
  hosts: Readonly<Record<string, number>>
  fcm: { serviceAccount: ServiceAccount; tokens: readonly string[] }
  apns: { p8: string; keyID: string; teamID: string; bundleID: string; tokens: readonly string[] }
}

/** Hosts of the two vendors, for `Target.hosts`. */
export const fcmHosts = ['fcm.googleapis.com', 'oauth2.googleapis.com', 'www.googleapis.com'] as const
export const apnsHost = 'api.push.apple.com'

/** One push to one phone: what every client is given, whatever it makes of it. */
export interface Push {
  /** Told apart by this alone; the collapse key too. */
  id: string
  token: string
  title: string
  body: string
  ext: string
}

/** Push number `index`: every client sends the same ones. */
export const pushOf = (index: number, tokens: readonly string[]): Push => {
  const id = `144115${1_000_000_000 + index}-${index % 10_000}`
  const token = tokens[index % tokens.length]
  if (token === undefined) throw new RangeError('a target without tokens')
  return {
    id,
    token,
    title: 'Lin',
    body: `See you at 6? I will bring the tickets. (${index})`,
    ext: '{"v":1,"room":"r_20418"}',
  }
}

/** The key file of Firebase's console. */
type ServiceAccount = Record<'project_id' | 'client_email' | 'private_key' | 'token_uri', string> & {
  type: 'service_account'
}
