import type { VendorEntries } from '../../config/types.ts'
import { byHand, editAll, unchanged, type Edit } from '../edit.ts'
import { libraries } from '../libraries.ts'
import { insertLines, lineStartAfter, lineStartBefore, removeBlocks } from '../text/blocks.ts'
import { findBlock, withoutComments } from '../text/braces.ts'

/** android/app/build.gradle: the vendors' plugins, libraries and the IDs their manifests ask for. */
export const editAppGradle = (text: string, vendors: VendorEntries): Edit =>
  addToAppGradle(removeBlocks(text), vendors)

/** Adds what is not there yet. */
export const addToAppGradle = (text: string, vendors: VendorEntries): Edit => {
  const code = withoutComments(text)
  return editAll(text, [
    (each) => applyPlugins(each, pluginLines(code, vendors)),
    (each) => inBlock(each, ['android', 'defaultConfig'], placeholderLines(code, vendors)),
    (each) => inBlock(each, ['dependencies'], dependencyLines(code, vendors)),
  ])
}

const pluginLines = (code: string, { fcm, huawei }: VendorEntries): string[] =>
  [
    fcm !== undefined && 'com.google.gms.google-services',
    huawei !== undefined && 'com.huawei.agconnect',
  ].flatMap((plugin) => (plugin === false || code.includes(plugin) ? [] : [`apply plugin: "${plugin}"`]))

/** Placeholders of the manifest and their values. */
export const placeholdersOf = ({ vivo, honor }: VendorEntries): Record<string, string> => ({
  ...(vivo !== undefined && { VIVO_APPKEY: vivo.appKey ?? '', VIVO_APPID: vivo.appID ?? '' }),
  ...(honor !== undefined && { HONOR_APPID: honor.appID ?? '' }),
})

const placeholderLines = (code: string, vendors: VendorEntries): string[] =>
  Object.entries(placeholdersOf(vendors)).flatMap(([name, value]) =>
    code.includes(name) ? [] : [`manifestPlaceholders["${name}"] = "${value}"`],
  )

const dependencyLines = (code: string, vendors: VendorEntries): string[] => {
  const { fcm, huawei, honor, xiaomi, oppo, vivo, meizu } = vendors
  const wanted: [boolean, string, string][] = [
    [fcm !== undefined, 'com.google.firebase:firebase-messaging', `platform("${libraries.firebaseBom}")`],
    [fcm !== undefined, 'com.google.firebase:firebase-messaging', `"${libraries.firebaseMessaging}"`],
    [huawei !== undefined, 'com.huawei.hms:push', `"${libraries.huaweiPush}"`],
    [honor !== undefined, 'com.hihonor.mcs:push', `"${libraries.honorPush}"`],
    [meizu !== undefined, 'com.meizu.flyme.internet:push-internal', `"${libraries.meizuPush}"`],
    [oppo !== undefined, 'com.google.code.gson:gson', `"${libraries.gson}"`],
    [oppo !== undefined, 'commons-codec:commons-codec', `"${libraries.commonsCodec}"`],
    [
      xiaomi !== undefined || oppo !== undefined || vivo !== undefined,
      'fileTree',
      'fileTree(dir: "libs", include: ["*.aar", "*.jar"])',
    ],
  ]
  return wanted.flatMap(([isWanted, sign, dependency]) =>
    isWanted && !code.includes(sign) ? [`implementation(${dependency})`] : [],
  )
}

const applyPlugins = (text: string, lines: readonly string[]): Edit => {
  if (lines.length === 0) return unchanged(text)
  const application =
    /^[^\S\n]*apply plugin:[^\S\n]*["']com\.android\.application["']/m.exec(withoutComments(text)) ??
    undefined
  const place = application && lineStartAfter(text, application.index + application[0].length)
  // After a plugins { } block Gradle takes both forms.
  const plugins = findBlock(text, ['plugins'])
  const after = place ?? (plugins && lineStartAfter(text, plugins.close + 1))
  if (after === undefined) return byHand(text, `below the application plugin: add ${lines.join(' and ')}`)
  return { text: insertLines(text, { ...after, indent: '' }, 'slashes', lines), byHand: [] }
}

const inBlock = (text: string, path: readonly string[], lines: readonly string[]): Edit => {
  if (lines.length === 0) return unchanged(text)
  const block = findBlock(text, path)
  const place = block && lineStartBefore(text, block.close)
  if (place === undefined) return byHand(text, `${path.join(' { ')} {: add ${lines.join(' and ')}`)
  return {
    text: insertLines(text, { ...place, indent: `${place.indent}    ` }, 'slashes', lines),
    byHand: [],
  }
}
