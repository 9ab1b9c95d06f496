import { byHand, unchanged, type Edit } from '../edit.ts'
import { insertLines, lineStartBefore, removeBlocks } from '../text/blocks.ts'
import { withoutXmlComments } from '../text/braces.ts'

/** Info.plist: a push may wake the app (silent pushes, recalls). With `voip` PushKit's token is asked for too. */
export const editInfoPlist = (text: string, { voip }: { voip: boolean }): Edit => {
  return addToInfoPlist(removeBlocks(text), { voip })
}

/** Adds what is not there yet. */
export const addToInfoPlist = (before: string, { voip }: { voip: boolean }): Edit => {
  const modes = ['remote-notification', ...(voip ? ['voip'] : [])]
  const withModes = addBackgroundModes(before, modes)
  if (!voip || hasKey(withModes.text, 'CarillonPushVoip')) return withModes
  const withKey = addKeys(withModes.text, ['<key>CarillonPushVoip</key>', '<true/>'])
  return { text: withKey.text, byHand: [...withModes.byHand, ...withKey.byHand] }
}

/** The entitlements: without `aps-environment` iOS gives no token. Xcode makes it `production` in a store build. */
export const editEntitlements = (text: string): Edit => {
  const before = removeBlocks(text)
  return hasKey(before, 'aps-environment')
    ? unchanged(before)
    : addKeys(before, ['<key>aps-environment</key>', '<string>development</string>'])
}

/** A new file of entitlements. */
export const newEntitlements = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>aps-environment</key>
	<string>development</string>
</dict>
</plist>
`

/** Whether the property list has this key. */
export const hasKey = (text: string, key: string): boolean =>
  withoutXmlComments(text).includes(`<key>${key}</key>`)

/** The texts of an array in the property list; undefined when there is no such array. */
const stringsOf = (text: string, key: string): string[] | undefined => {
  const array = arrayOf(text, key)
  return array && [...array.content.matchAll(/<string>([^<]*)<\/string>/g)].map(([, value = '']) => value)
}

const arrayOf = (text: string, key: string): { content: string; end: number } | undefined => {
  const found = new RegExp(`<key>${key}</key>\\s*<array>([\\s\\S]*?)</array>`).exec(withoutXmlComments(text))
  if (found === null) return undefined
  return { content: found[1] ?? '', end: found.index + found[0].length - '</array>'.length }
}

const addBackgroundModes = (text: string, modes: readonly string[]): Edit => {
  const array = arrayOf(text, 'UIBackgroundModes')
  if (array === undefined) {
    if (hasKey(text, 'UIBackgroundModes')) {
      return byHand(text, `UIBackgroundModes: add ${modes.join(' and ')}`)
    }
    return addKeys(text, [
      '<key>UIBackgroundModes</key>',
      '<array>',
      ...modes.map((mode) => `\t<string>${mode}</string>`),
      '</array>',
    ])
  }
  const missing = modes.filter((mode) => !(stringsOf(text, 'UIBackgroundModes') ?? []).includes(mode))
  if (missing.length === 0) return unchanged(text)
  const place = lineStartBefore(text, array.end)
  if (place === undefined) return byHand(text, `UIBackgroundModes: add ${missing.join(' and ')}`)
  const lines = missing.map((mode) => `<string>${mode}</string>`)
  return {
    text: insertLines(text, { ...place, indent: `${place.indent}\t` }, 'xml', lines),
    byHand: [],
  }
}

const addKeys = (text: string, lines: readonly string[]): Edit => {
  const place = lineStartBefore(text, withoutXmlComments(text).lastIndexOf('</dict>'))
  if (place === undefined)
    return byHand(text, `the topmost <dict>: add ${lines.map((line) => line.trim()).join('')}`)
  return {
    text: insertLines(text, { ...place, indent: `${place.indent}\t` }, 'xml', lines),
    byHand: [],
  }
}
