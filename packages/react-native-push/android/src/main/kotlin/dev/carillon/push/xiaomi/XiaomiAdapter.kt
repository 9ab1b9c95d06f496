package dev.carillon.push.xiaomi

import android.content.Context
import android.content.Intent
import com.xiaomi.mipush.sdk.MiPushClient
import com.xiaomi.mipush.sdk.MiPushMessage
import com.xiaomi.mipush.sdk.PushMessageHelper
import dev.carillon.push.core.Credentials
import dev.carillon.push.core.RegistrationAnswer
import dev.carillon.push.core.VendorAdapter
import dev.carillon.push.core.jsonOf
import org.json.JSONObject

/** Mi Push (dev.mi.com, "Mi Push Android client"). The regId comes to [CarillonXiaomiReceiver]. */
class XiaomiAdapter : VendorAdapter {
    // Elsewhere the library runs a service of its own, which ends with the app.
    override fun whyUnsupported(context: Context): String? =
        if (MiPushClient.shouldUseMIUIPush(context)) null else "This phone does not run MIUI or HyperOS with Mi Push."

    override fun register(context: Context, credentials: Credentials, answer: RegistrationAnswer) {
        MiPushClient.registerPush(context, credentials.appID, credentials.appKey)
        // Registered before: the library keeps the regId.
        answer.token(MiPushClient.getRegId(context).orEmpty())
    }

    override fun unregister(context: Context) = MiPushClient.unregisterPush(context)

    @Suppress("DEPRECATION")
    override fun tapIn(intent: Intent): JSONObject? {
        if (!intent.hasExtra(PushMessageHelper.KEY_MESSAGE)) return null
        val message = intent.getSerializableExtra(PushMessageHelper.KEY_MESSAGE) as? MiPushMessage ?: return null
        // Extras of the opened page stand beside it.
        val others = intent.extras?.let { jsonOf(it) } ?: JSONObject()
        return others.put("key_message", fieldsOf(message))
    }

    override fun clearNotifications(context: Context) = MiPushClient.clearNotification(context)
}

/** A message as the original plugin's map names its fields. */
internal fun fieldsOf(message: MiPushMessage): JSONObject = JSONObject()
    .put("messageId", message.messageId)
    .put("title", message.title)
    .put("description", message.description)
    .put("content", message.content)
    .put("extra", jsonOf(message.extra.orEmpty()))
    .put("notifyId", message.notifyId)
