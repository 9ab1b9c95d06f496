package dev.carillon.push.meizu

import android.content.Context
import com.meizu.cloud.pushsdk.MzPushMessageReceiver
import com.meizu.cloud.pushsdk.handler.MzPushMessage
import com.meizu.cloud.pushsdk.platform.message.BasicPushStatus
import com.meizu.cloud.pushsdk.platform.message.PushSwitchStatus
import com.meizu.cloud.pushsdk.platform.message.RegisterStatus
import com.meizu.cloud.pushsdk.platform.message.SubAliasStatus
import com.meizu.cloud.pushsdk.platform.message.SubTagsStatus
import com.meizu.cloud.pushsdk.platform.message.UnRegisterStatus
import dev.carillon.push.CarillonPush
import dev.carillon.push.core.ReceivedMessage
import dev.carillon.push.core.Vendor
import org.json.JSONObject

/** Flyme Push calls it with the pushId, taps and messages. */
class CarillonMeizuReceiver : MzPushMessageReceiver() {
    override fun onRegisterStatus(context: Context, status: RegisterStatus?) {
        if (status == null) return
        if (status.code == BasicPushStatus.SUCCESS_CODE) {
            CarillonPush.onToken(context, Vendor.MEIZU, status.pushId)
        } else {
            CarillonPush.onRegistrationFailed(context, Vendor.MEIZU, status.code.orEmpty(), status.message.orEmpty())
        }
    }

    // Flyme opens the app, or the page the push names, by itself.
    override fun onNotificationClicked(context: Context, message: MzPushMessage?) {
        if (message != null) CarillonPush.onTapped(context, Vendor.MEIZU, fieldsOf(message), opensApp = false)
    }

    override fun onNotificationArrived(context: Context, message: MzPushMessage?) {
        if (message == null) return
        val title = message.title.orEmpty()
        val content = message.content.orEmpty()
        CarillonPush.onMessage(context, ReceivedMessage(Vendor.MEIZU, title, content, fieldsOf(message), isShown = true))
    }

    override fun onUnRegisterStatus(context: Context, status: UnRegisterStatus?) {}

    override fun onPushStatus(context: Context, status: PushSwitchStatus?) {}

    override fun onSubTagsStatus(context: Context, status: SubTagsStatus?) {}

    override fun onSubAliasStatus(context: Context, status: SubAliasStatus?) {}

    private fun fieldsOf(message: MzPushMessage): JSONObject = JSONObject()
        .put("title", message.title)
        .put("content", message.content)
        .put("selfDefineContentString", message.selfDefineContentString)
}
