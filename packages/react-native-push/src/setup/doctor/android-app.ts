import type { CarillonPushFile } from '../../config/types.ts'
import { androidPaths, gradlePathsOf, type ProjectFiles } from '../project.ts'
import { withoutComments, withoutXmlComments } from '../text/braces.ts'
import type { Finding } from './finding.ts'

/** The application IDs of android/app/build.gradle: more than one where there are flavours. */
export const applicationIDsOf = (files: ProjectFiles): string[] => [
  ...new Set(
    [...gradleCode(files).matchAll(/\bapplicationId\s*=?\s*["']([^"']+)["']/g)].map(([, id = '']) => id),
  ),
]

/** What holds for the Android app whatever its vendors. */
export const checkAndroidApp = (files: ProjectFiles, config: CarillonPushFile): Finding[] => [
  ...checkPackage(files, config),
  ...checkManifest(files),
]

const finding = (
  code: string,
  severity: Finding['severity'],
  file: string,
  what: string,
  remedy: string,
): Finding => ({ about: 'app', code, severity, file, what, remedy })

const checkPackage = (files: ProjectFiles, { androidPackage }: CarillonPushFile): Finding[] => {
  const file = gradlePathsOf(files).appGradle
  const found = applicationIDsOf(files)
  const suffix = /\bapplicationIdSuffix\s*=?\s*["']([^"']+)["']/.exec(gradleCode(files))?.[1]
  return [
    ...(androidPackage !== undefined && found.length > 0 && !found.includes(androidPackage)
      ? [
          finding(
            'package-differs',
            'error',
            file,
            `applicationId is ${found.join(', ')}, the certificates are for ${androidPackage}`,
            'use the certificates of this application ID, or correct the ID',
          ),
        ]
      : []),
    ...(suffix === undefined
      ? []
      : [
          finding(
            'package-suffix',
            'warning',
            file,
            `applicationIdSuffix "${suffix}" makes another app of some builds: no certificate but its own reaches it`,
            'test push in a build without the suffix, or make certificates for that application ID too',
          ),
        ]),
  ]
}

const checkManifest = (files: ProjectFiles): Finding[] => {
  const file = androidPaths.manifest
  const text = files.read(file)
  if (text === undefined) return []
  const code = withoutXmlComments(text)
  const main = [...code.matchAll(/<activity\b[\s\S]*?<\/activity>/g)]
    .map(([activity]) => activity)
    .find((activity) => activity.includes('android.intent.category.LAUNCHER'))
  const application = /<application\b[^>]*>/.exec(code)?.[0] ?? ''
  const backupRules = /android:(?:dataExtractionRules|fullBackupContent)=/
  return [
    ...(main !== undefined && !/android:launchMode="single(?:Task|Top|Instance)"/.test(main)
      ? [
          finding(
            'launch-mode',
            'warning',
            file,
            'the main activity has no launchMode: a tap opens the app a second time',
            'android:launchMode="singleTask", as in React Native’s template',
          ),
        ]
      : []),
    ...(application !== '' &&
    !/android:allowBackup="false"/.test(application) &&
    !backupRules.test(application)
      ? [
          finding(
            'backup',
            'warning',
            file,
            'lets Android restore the app’s data on another phone, which then takes itself for this one',
            'android:allowBackup="false", or rules (dataExtractionRules) that leave the SDK’s storage out',
          ),
        ]
      : []),
    ...(/<uses-permission\b[^>]*POST_NOTIFICATIONS[^>]*tools:node="remove"/.test(code)
      ? [
          finding(
            'permission-removed',
            'error',
            file,
            'takes the permission POST_NOTIFICATIONS out: Android 13 and newer show nothing',
            'take that line out',
          ),
        ]
      : []),
  ]
}

const gradleCode = (files: ProjectFiles): string =>
  withoutComments(files.read(gradlePathsOf(files).appGradle) ?? '')
