package dev.carillon.push.meizu

import android.content.Context
import com.meizu.cloud.pushsdk.PushManager
import com.meizu.cloud.pushsdk.util.MzSystemUtils
import dev.carillon.push.core.Credentials
import dev.carillon.push.core.RegistrationAnswer
import dev.carillon.push.core.VendorAdapter

/** Flyme Push (open-wiki.flyme.cn). The pushId comes to [CarillonMeizuReceiver]. */
class MeizuAdapter : VendorAdapter {
    @Volatile
    private var registered = Credentials()

    override fun whyUnsupported(context: Context): String? =
        if (MzSystemUtils.isBrandMeizu(context)) null else "This phone does not run Flyme."

    override fun register(context: Context, credentials: Credentials, answer: RegistrationAnswer) {
        registered = credentials
        PushManager.register(context, credentials.appID, credentials.appKey)
        // Registered before: the library keeps the pushId.
        answer.token(PushManager.getPushId(context).orEmpty())
    }

    override fun unregister(context: Context) = PushManager.unRegister(context, registered.appID, registered.appKey)

    override fun clearNotifications(context: Context) = PushManager.clearNotification(context)
}
