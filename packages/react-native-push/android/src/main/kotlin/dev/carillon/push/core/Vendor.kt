package dev.carillon.push.core

/**
 * The push services of Android phones.
 *
 * @property id as the server and JavaScript spell it
 * @property libraryClass a class every version of the vendor's library has; where it is absent, so is the vendor
 * @property adapterClass our class that talks to that library; loaded only where the library is there
 * @property component our service or receiver in the manifest, which must run only where the library is there
 */
enum class Vendor(
    val id: String,
    val libraryClass: String,
    val adapterClass: String,
    val component: String?,
) {
    FCM(
        "fcm",
        "com.google.firebase.messaging.FirebaseMessaging",
        "dev.carillon.push.fcm.FcmAdapter",
        "dev.carillon.push.fcm.CarillonFcmService",
    ),
    HUAWEI(
        "huawei",
        "com.huawei.hms.aaid.HmsInstanceId",
        "dev.carillon.push.huawei.HuaweiAdapter",
        "dev.carillon.push.huawei.CarillonHuaweiService",
    ),
    HONOR(
        "honor",
        "com.hihonor.push.sdk.HonorPushClient",
        "dev.carillon.push.honor.HonorAdapter",
        "dev.carillon.push.honor.CarillonHonorService",
    ),
    XIAOMI(
        "xiaomi",
        "com.xiaomi.mipush.sdk.MiPushClient",
        "dev.carillon.push.xiaomi.XiaomiAdapter",
        "dev.carillon.push.xiaomi.CarillonXiaomiReceiver",
    ),

    /** Its library calls back; there is nothing in the manifest. */
    OPPO("oppo", "com.heytap.msp.push.HeytapPushManager", "dev.carillon.push.oppo.OppoAdapter", null),
    VIVO(
        "vivo",
        "com.vivo.push.PushClient",
        "dev.carillon.push.vivo.VivoAdapter",
        "dev.carillon.push.vivo.CarillonVivoReceiver",
    ),
    MEIZU(
        "meizu",
        "com.meizu.cloud.pushsdk.PushManager",
        "dev.carillon.push.meizu.MeizuAdapter",
        "dev.carillon.push.meizu.CarillonMeizuReceiver",
    );

    companion object {
        fun of(id: String): Vendor? = entries.find { it.id == id }
    }
}
