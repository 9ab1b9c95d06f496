package dev.carillon.push.meizu

import android.content.Context
import com.meizu.cloud.pushsdk.PushManager
import com.meizu.cloud.pushsdk.util.MzSystemUtils
import dev.carillon.push.core.Credentials
import dev.carillon.push.core.RegistrationAnswer
import dev.carillon.push.core.VendorAdapter

private const val APP_ID = "appID"
private const val APP_KEY = "appKey"

/** Flyme Push (open-wiki.flyme.cn). The pushId comes to [CarillonMeizuReceiver]. */
class MeizuAdapter : VendorAdapter {
    override fun whyUnsupported(context: Context): String? =
        if (MzSystemUtils.isBrandMeizu(context)) null else "This phone does not run Flyme."

    override fun register(context: Context, credentials: Credentials, answer: RegistrationAnswer) {
        store(context).edit().putString(APP_ID, credentials.appID).putString(APP_KEY, credentials.appKey).apply()
        PushManager.register(context, credentials.appID, credentials.appKey)
        // Registered before: the library keeps the pushId.
        answer.token(PushManager.getPushId(context).orEmpty())
    }

    // Asks for what it was registered with, maybe in an earlier process.
    override fun unregister(context: Context) {
        val store = store(context)
        PushManager.unRegister(context, store.getString(APP_ID, ""), store.getString(APP_KEY, ""))
    }

    override fun clearNotifications(context: Context) = PushManager.clearNotification(context)

    private fun store(context: Context) = context.getSharedPreferences("dev.carillon.push.meizu", Context.MODE_PRIVATE)
}
