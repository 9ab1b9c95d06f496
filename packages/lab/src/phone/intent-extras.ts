/** `S.key=value` of an intent URI. */
export const stringExtras = (intentURI: string): Record<string, string> => {
  const extras: [string, string][] = []
  for (const part of (intentURI.split('#Intent;')[1] ?? '').split(';')) {
    const found = /^S\.([^=]+)=(.*)$/s.exec(part)
    if (found !== null) extras.push([decoded(found[1] ?? ''), decoded(found[2] ?? '')])
  }
  return Object.fromEntries(extras)
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    // Android keeps what is not percent-encoded rightly as it stands.
    return text
  }
}
