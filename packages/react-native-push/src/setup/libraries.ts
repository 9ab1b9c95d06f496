/**
 * Gradle coordinates of what the vendors publish in a Maven repository, in versions this package's Kotlin
 * was written for. Newer ones may be put in their place. Xiaomi, OPPO and vivo give their library as a
 * file for `android/app/libs`.
 */
export const libraries = {
  googleServicesPlugin: 'com.google.gms:google-services:4.4.2',
  firebaseBom: 'com.google.firebase:firebase-bom:33.7.0',
  firebaseMessaging: 'com.google.firebase:firebase-messaging',
  agconnectPlugin: 'com.huawei.agconnect:agcp:1.9.1.303',
  huaweiPush: 'com.huawei.hms:push:6.13.0.300',
  honorPush: 'com.hihonor.mcs:push:8.0.12.307',
  meizuPush: 'com.meizu.flyme.internet:push-internal:4.3.0',
  /** OPPO's library uses them. */
  gson: 'com.google.code.gson:gson:2.10.1',
  commonsCodec: 'commons-codec:commons-codec:1.15',
} as const

/** Where Huawei and Honor keep theirs. */
export const repositories = {
  huawei: 'https://developer.huawei.com/repo/',
  honor: 'https://developer.hihonor.com/repo',
} as const

/** Where a project of Expo, which makes android/ anew, keeps these files. */
export const expoLibraryFolder = 'push-libs'

/** Vendors whose library is a file, and how its name begins. A .jar would lack the services of its manifest. */
export const libraryFiles = {
  xiaomi: /^MiPush_SDK_Client.*\.aar$/i,
  oppo: /^(?:com\.heytap\.msp|oppo_push|heytap).*\.aar$/i,
  vivo: /^vivo[_-]?push.*\.aar$/i,
} as const
