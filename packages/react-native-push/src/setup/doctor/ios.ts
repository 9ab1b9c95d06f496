import type { CarillonPushFile } from '../../config/types.ts'
import type { Edit } from '../edit.ts'
import { addToAppDelegate } from '../ios/app-delegate.ts'
import { addToInfoPlist, hasKey } from '../ios/plist.ts'
import { iosNames } from '../native-names.ts'
import { iosPathsOf, type IosPaths, type ProjectFiles } from '../project.ts'
import { lacking, linesAdded, setupRemedy, type Finding } from './finding.ts'

/** What is missing for iOS. */
export const checkIos = (files: ProjectFiles, config: CarillonPushFile): Finding[] => {
  const ios = iosPathsOf(files)
  if (ios === undefined || config.vendors.apns === undefined) return []
  const voip = config.vendors.apnsVoip !== undefined
  return [
    ...(ios.target === undefined
      ? [error('project-unusable', ios.project, 'no target that is an app was found', 'look at it in Xcode')]
      : []),
    ...checkEntitlements(files, ios),
    ...missing(files, 'background-modes-missing', ios.infoPlist, (text) => addToInfoPlist(text, { voip })),
    ...missing(files, 'app-delegate-missing', ios.appDelegate, (text) =>
      addToAppDelegate(text, ios.appDelegate ?? ''),
    ),
    ...checkResource(files, ios),
    ...(voip ? checkVoipHandler(files, ios) : []),
    ...checkBundleID(files, ios, config),
    ...checkPods(files),
  ]
}

const error = (code: string, file: string, what: string, remedy: string): Finding => ({
  about: 'apns',
  code,
  severity: 'error',
  file,
  what,
  remedy,
})

const checkEntitlements = (files: ProjectFiles, ios: IosPaths): Finding[] => {
  const text = ios.entitlements === undefined ? undefined : files.read(ios.entitlements)
  if (text === undefined) {
    return [error('entitlements-missing', ios.project, 'names no entitlements', setupRemedy)]
  }
  const unentitled = ios.target?.unentitled ?? []
  if (unentitled.length > 0) {
    return [
      error(
        'entitlements-missing',
        ios.project,
        `names no entitlements for ${unentitled.join(', ')}: such a build gets no token`,
        `set CODE_SIGN_ENTITLEMENTS = ${ios.entitlements?.replace(/^ios\//, '')} for it, in Xcode under Build Settings`,
      ),
    ]
  }
  return hasKey(text, 'aps-environment')
    ? []
    : [
        error(
          'entitlements-missing',
          ios.entitlements ?? '',
          'lacks aps-environment: iOS gives no token without it',
          `${setupRemedy}; the App ID in Apple's developer account needs "Push Notifications" too`,
        ),
      ]
}

const missing = (
  files: ProjectFiles,
  code: string,
  file: string | undefined,
  edit: (text: string) => Edit,
): Finding[] => {
  const text = file === undefined ? undefined : files.read(file)
  if (file === undefined || text === undefined) {
    return [error(code, file ?? 'ios', 'the file was not found', 'see docs/react-native.md, "iOS by hand"')]
  }
  const after = edit(text)
  const lines = [...linesAdded(text, after.text), ...after.byHand]
  return lines.length === 0 ? [] : [{ ...error(code, file, lacking(lines), setupRemedy), lines }]
}

const checkResource = (files: ProjectFiles, ios: IosPaths): Finding[] =>
  files.read(ios.project)?.includes('carillon-push.json in Resources')
    ? []
    : [
        {
          ...error(
            'config-resource-missing',
            ios.project,
            'carillon-push.json is no resource of the app',
            setupRemedy,
          ),
          severity: 'warning',
        },
      ]

/** Only the app can write it: without it the plugin does not register with PushKit. */
const checkVoipHandler = (files: ProjectFiles, ios: IosPaths): Finding[] => {
  const sources = files.list(`ios/${ios.folder}`).filter((name) => /\.(?:swift|mm?)$/.test(name))
  const hasHandler = sources.some((name) =>
    /\bvoipPushHandler\b|didUpdate(?:VoipToken|\(voipToken)/.test(
      files.read(`ios/${ios.folder}/${name}`) ?? '',
    ),
  )
  return hasHandler
    ? []
    : [
        {
          about: 'apnsVoip',
          code: 'voip-handler-missing',
          severity: 'warning',
          file: ios.appDelegate ?? `ios/${ios.folder}`,
          what: 'sets no voipPushHandler: without it no token for calls is asked for',
          remedy: 'report each call to CallKit there: docs/react-native.md, "Calls (VoIP)"',
        },
      ]
}

const checkBundleID = (files: ProjectFiles, ios: IosPaths, { iosBundleID }: CarillonPushFile): Finding[] => {
  const found = /PRODUCT_BUNDLE_IDENTIFIER = "?([^";\n]+)"?;/.exec(files.read(ios.project) ?? '')?.[1]
  // A value made of others ($(…)) cannot be compared.
  return iosBundleID === undefined || found === undefined || found.includes('$') || found === iosBundleID
    ? []
    : [
        error(
          'bundle-id-differs',
          ios.project,
          `the bundle ID is ${found}, the certificate is for ${iosBundleID}`,
          'use the certificate of this bundle ID, or correct the ID',
        ),
      ]
}

const checkPods = (files: ProjectFiles): Finding[] => {
  const lock = files.read('ios/Podfile.lock')
  return lock === undefined || lock.includes(`${iosNames.pod} `)
    ? []
    : [
        error(
          'pod-missing',
          'ios/Podfile.lock',
          `does not hold the pod ${iosNames.pod}`,
          'cd ios && pod install',
        ),
      ]
}
