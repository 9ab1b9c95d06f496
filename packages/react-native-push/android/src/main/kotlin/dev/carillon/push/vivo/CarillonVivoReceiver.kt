package dev.carillon.push.vivo

import android.content.Context
import com.vivo.push.model.UPSNotificationMessage
import com.vivo.push.sdk.OpenClientPushMessageReceiver
import dev.carillon.push.CarillonPush
import dev.carillon.push.core.ReceivedMessage
import dev.carillon.push.core.Vendor
import dev.carillon.push.core.jsonOf
import org.json.JSONObject

/** vivo's library calls it with the regId and taps. */
class CarillonVivoReceiver : OpenClientPushMessageReceiver() {
    override fun onReceiveRegId(context: Context, regId: String?) = CarillonPush.onToken(context, Vendor.VIVO, regId)

    // The library opens the app, or the page the push names, by itself.
    override fun onNotificationMessageClicked(context: Context, message: UPSNotificationMessage) =
        CarillonPush.onTapped(context, Vendor.VIVO, fieldsOf(message), opensApp = false)

    // foregroundShow false: the app is in front, and vivo shows nothing.
    override fun onForegroundMessageArrived(message: UPSNotificationMessage) {
        val title = message.title.orEmpty()
        val content = message.content.orEmpty()
        CarillonPush.onMessage(null, ReceivedMessage(Vendor.VIVO, title, content, fieldsOf(message), isShown = false))
    }

    private fun fieldsOf(message: UPSNotificationMessage): JSONObject = JSONObject()
        .put("msgId", message.msgId.toString())
        .put("title", message.title)
        .put("content", message.content)
        .put("skipType", message.skipType)
        .put("skipContent", message.skipContent)
        .put("params", jsonOf(message.params.orEmpty()))
}
