/**
 * Names that the native part has and that stand in an app's own files, where the set-up tool writes them.
 * `native-names.test.ts` holds the Kotlin and iOS sources to them.
 */
export const androidNames = {
  packageName: 'dev.carillon.push',
  /** `<service android:name>`, extends com.google.firebase.messaging.FirebaseMessagingService. */
  fcmService: 'dev.carillon.push.fcm.CarillonFcmService',
  /** Extends com.huawei.hms.push.HmsMessageService. */
  huaweiService: 'dev.carillon.push.huawei.CarillonHuaweiService',
  /** Extends com.hihonor.push.sdk.HonorMessageService. */
  honorService: 'dev.carillon.push.honor.CarillonHonorService',
  /** Extends com.xiaomi.mipush.sdk.PushMessageReceiver. */
  xiaomiReceiver: 'dev.carillon.push.xiaomi.CarillonXiaomiReceiver',
  /** Extends com.heytap.msp.push.service.DataMessageCallbackService. */
  oppoService: 'dev.carillon.push.oppo.CarillonOppoService',
  /** Extends com.heytap.msp.push.service.CompatibleDataMessageCallbackService. */
  oppoOlderService: 'dev.carillon.push.oppo.CarillonOppoOlderService',
  /** Extends com.vivo.push.sdk.OpenClientPushMessageReceiver. */
  vivoReceiver: 'dev.carillon.push.vivo.CarillonVivoReceiver',
  /** Extends com.meizu.cloud.pushsdk.MzPushMessageReceiver. */
  meizuReceiver: 'dev.carillon.push.meizu.CarillonMeizuReceiver',
} as const

/**
 * iOS: the pod and Swift module, and the class whose static methods the app's delegate calls:
 * `start(launchOptions:)`, `didRegister(deviceToken:)`, `didFailToRegister(error:)`,
 * `didReceive(userInfo:)`; in Objective-C `startWithLaunchOptions:`, `didRegisterWithDeviceToken:`,
 * `didFailToRegisterWithError:`, `didReceiveWithUserInfo:`. `start` becomes the delegate of
 * UNUserNotificationCenter and hands on to the one that was there.
 */
export const iosNames = {
  pod: 'CarillonPush',
  delegateClass: 'CarillonPushNotifications',
  /** Info.plist: YES makes `getVoipToken` register with PushKit. */
  voipKey: 'CarillonPushVoip',
} as const
