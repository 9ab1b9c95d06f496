package dev.carillon.push.core

/**
 * The push services of Android phones.
 *
 * @property id as the server and JavaScript spell it
 * @property libraryClass a class every version of the vendor's library has; where it is absent, so is the vendor
 * @property adapterClass our class that talks to that library; loaded only where the library is there
 * @property components services and receivers of our manifest, which must run only where the library is there
 */
enum class Vendor(
    val id: String,
    val libraryClass: String,
    val adapterClass: String,
    val components: List<String>,
) {
    FCM(
        "fcm",
        "com.google.firebase.messaging.FirebaseMessaging",
        "dev.carillon.push.fcm.FcmAdapter",
        listOf("dev.carillon.push.fcm.CarillonFcmService"),
    ),
    HUAWEI(
        "huawei",
        "com.huawei.hms.aaid.HmsInstanceId",
        "dev.carillon.push.huawei.HuaweiAdapter",
        listOf("dev.carillon.push.huawei.CarillonHuaweiService"),
    ),
    HONOR(
        "honor",
        "com.hihonor.push.sdk.HonorPushClient",
        "dev.carillon.push.honor.HonorAdapter",
        listOf("dev.carillon.push.honor.CarillonHonorService"),
    ),
    XIAOMI(
        "xiaomi",
        "com.xiaomi.mipush.sdk.MiPushClient",
        "dev.carillon.push.xiaomi.XiaomiAdapter",
        listOf("dev.carillon.push.xiaomi.CarillonXiaomiReceiver"),
    ),
    OPPO(
        "oppo",
        "com.heytap.msp.push.HeytapPushManager",
        "dev.carillon.push.oppo.OppoAdapter",
        listOf("dev.carillon.push.oppo.CarillonOppoService", "dev.carillon.push.oppo.CarillonOppoOlderService"),
    ),
    VIVO(
        "vivo",
        "com.vivo.push.PushClient",
        "dev.carillon.push.vivo.VivoAdapter",
        // The second is the library's own, called by that name; not every version of it brings the entry.
        listOf("dev.carillon.push.vivo.CarillonVivoReceiver", "com.vivo.push.sdk.service.CommandClientService"),
    ),
    MEIZU(
        "meizu",
        "com.meizu.cloud.pushsdk.PushManager",
        "dev.carillon.push.meizu.MeizuAdapter",
        listOf("dev.carillon.push.meizu.CarillonMeizuReceiver"),
    );

    companion object {
        fun of(id: String): Vendor? = entries.find { it.id == id }
    }
}
