import type { VendorEntries } from '../../config/types.ts'
import { byHand, editAll, unchanged, type Edit } from '../edit.ts'
import { libraries } from '../libraries.ts'
import { insertLines, lineStartAfter, removeBlocks } from '../text/blocks.ts'
import { findBlock, withoutComments } from '../text/braces.ts'
import { addToBlock, dialectOf, type GradleDialect } from './gradle.ts'

/** android/app/build.gradle: the vendors' plugins, libraries and the IDs their manifests ask for. */
export const editAppGradle = (text: string, vendors: VendorEntries, path: string): Edit =>
  addToAppGradle(removeBlocks(text), vendors, path)

/** Adds what is not there yet. */
export const addToAppGradle = (text: string, vendors: VendorEntries, path: string): Edit => {
  const code = withoutComments(text)
  const dialect = dialectOf(path)
  return editAll(text, [
    (each) => applyPlugins(each, pluginLines(code, vendors, dialect)),
    (each) => addToBlock(each, ['android', 'defaultConfig'], placeholderLines(code, vendors)),
    (each) => addToBlock(each, ['dependencies'], dependencyLines(code, vendors, dialect)),
  ])
}

const pluginLines = (code: string, { fcm, huawei }: VendorEntries, dialect: GradleDialect): string[] =>
  [
    fcm !== undefined && 'com.google.gms.google-services',
    huawei !== undefined && 'com.huawei.agconnect',
  ].flatMap((plugin) => (plugin === false || code.includes(plugin) ? [] : [dialect.applyPlugin(plugin)]))

/** Placeholders of the manifest and their values. */
export const placeholdersOf = ({ vivo, honor }: VendorEntries): Record<string, string> => ({
  ...(vivo !== undefined && { VIVO_APPKEY: vivo.appKey ?? '', VIVO_APPID: vivo.appID ?? '' }),
  ...(honor !== undefined && { HONOR_APPID: honor.appID ?? '' }),
})

const placeholderLines = (code: string, vendors: VendorEntries): string[] =>
  Object.entries(placeholdersOf(vendors)).flatMap(([name, value]) =>
    code.includes(name) ? [] : [`manifestPlaceholders["${name}"] = "${value}"`],
  )

const dependencyLines = (code: string, vendors: VendorEntries, dialect: GradleDialect): string[] => {
  const { fcm, huawei, honor, xiaomi, oppo, vivo, meizu } = vendors
  const wanted: [boolean, string | RegExp, string][] = [
    [fcm !== undefined, 'com.google.firebase:firebase-messaging', `platform("${libraries.firebaseBom}")`],
    [fcm !== undefined, 'com.google.firebase:firebase-messaging', `"${libraries.firebaseMessaging}"`],
    [huawei !== undefined, 'com.huawei.hms:push', `"${libraries.huaweiPush}"`],
    [honor !== undefined, 'com.hihonor.mcs:push', `"${libraries.honorPush}"`],
    [meizu !== undefined, 'com.meizu.flyme.internet:push-internal', `"${libraries.meizuPush}"`],
    [oppo !== undefined, 'com.google.code.gson:gson', `"${libraries.gson}"`],
    [oppo !== undefined, 'commons-codec:commons-codec', `"${libraries.commonsCodec}"`],
    [
      xiaomi !== undefined || oppo !== undefined || vivo !== undefined,
      // One for *.jar alone, as older templates had it, takes none of the vendors' files.
      /fileTree\s*\([^)]*\*\.aar/,
      dialect.libraryFiles,
    ],
  ]
  return wanted.flatMap(([isWanted, sign, dependency]) =>
    isWanted && !(typeof sign === 'string' ? code.includes(sign) : sign.test(code))
      ? [`implementation(${dependency})`]
      : [],
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
