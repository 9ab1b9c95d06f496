import { createHash } from 'node:crypto'

/**
 * Meizu's signature: MD5 over the raw values, sorted by name and joined without a separator, with the
 * secret behind them.
 */
export const meizuSign = (fields: Readonly<Record<string, string>>, appSecret: string): string => {
  const joined = Object.keys(fields)
    .toSorted()
    .map((name) => `${name}=${fields[name]}`)
    .join('')
  return createHash('md5')
    .update(joined + appSecret)
    .digest('hex')
}
