import type { VendorEntries } from '../../config/types.ts'
import { byHand, editAll, unchanged, type Edit } from '../edit.ts'
import { insertLines, lineStartBefore, removeBlocks, type Place } from '../text/blocks.ts'
import { withoutXmlComments } from '../text/braces.ts'

/** The scheme of the original's in-app page: certificates made for it open `tencent_im_push://<package>/message`. */
const tapScheme = 'tencent_im_push'

/**
 * The app's AndroidManifest.xml: the vendors' IDs, and the scheme a tapped notification may open the app
 * by. Services and receivers come with this package's own manifest.
 */
export const editManifest = (text: string, vendors: VendorEntries): Edit => {
  const before = removeBlocks(text)
  return editAll(before, [(each) => addTapScheme(each), (each) => addMetaData(each, vendors)])
}

/** meta-data of the application and the placeholder each has. */
export const metaDataOf = ({ vivo, honor }: VendorEntries): Record<string, string> => ({
  ...(vivo !== undefined && {
    'com.vivo.push.api_key': 'VIVO_APPKEY',
    'com.vivo.push.app_id': 'VIVO_APPID',
  }),
  ...(honor !== undefined && { 'com.hihonor.push.app_id': 'HONOR_APPID' }),
})

/** Adds the vendors' IDs that are not there yet. */
export const addMetaData = (text: string, vendors: VendorEntries): Edit => {
  const code = withoutXmlComments(text)
  const lines = Object.entries(metaDataOf(vendors)).flatMap(([name, placeholder]) =>
    code.includes(`"${name}"`)
      ? []
      : [`<meta-data android:name="${name}" android:value="\${${placeholder}}" />`],
  )
  if (lines.length === 0) return unchanged(text)
  return insertBefore(text, code.lastIndexOf('</application>'), '  ', lines, 'inside <application>')
}

/** Adds the scheme if it is not there yet. */
export const addTapScheme = (text: string): Edit => {
  const code = withoutXmlComments(text)
  if (code.includes(`"${tapScheme}"`)) return unchanged(text)
  const lines = [
    '<intent-filter>',
    '    <action android:name="android.intent.action.VIEW" />',
    '    <category android:name="android.intent.category.DEFAULT" />',
    `    <data android:scheme="${tapScheme}" android:host="\${applicationId}" />`,
    '</intent-filter>',
  ]
  const main = [...code.matchAll(/<activity\b[\s\S]*?<\/activity>/g)].find(({ 0: activity }) =>
    activity.includes('android.intent.action.MAIN'),
  )
  const end = main === undefined ? -1 : main.index + main[0].lastIndexOf('</activity>')
  return insertBefore(text, end, '  ', lines, "inside the main activity's <activity>")
}

const insertBefore = (
  text: string,
  index: number,
  deeper: string,
  lines: readonly string[],
  where: string,
): Edit => {
  const place: Place | undefined = index === -1 ? undefined : lineStartBefore(text, index)
  if (place === undefined) return byHand(text, `${where}: add ${lines.map((line) => line.trim()).join(' ')}`)
  return {
    text: insertLines(text, { ...place, indent: `${place.indent}${deeper}` }, 'xml', lines),
    byHand: [],
  }
}
