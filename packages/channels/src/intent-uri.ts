/** Whether `text` is an intent URI with a place for extras: `intent://...#Intent;...;end`. */
export const isIntentURI = (text: string): boolean =>
  /^[A-Za-z][\w+.-]*:[^\s]*#Intent;(?:[^\s]*;)?end$/.test(text)

/** The intent URI with string extras (`S.name=value`) before its end; Android decodes both parts. */
export const withStringExtras = (intentURI: string, extras: Readonly<Record<string, string>>): string => {
  const parts = Object.entries(extras).map(
    ([name, value]) => `S.${encodeURIComponent(name)}=${encodeURIComponent(value)};`,
  )
  return `${intentURI.slice(0, -'end'.length)}${parts.join('')}end`
}
