package dev.carillon.push.honor

import com.hihonor.push.sdk.HonorMessageService
import com.hihonor.push.sdk.HonorPushDataMsg
import dev.carillon.push.CarillonPush
import dev.carillon.push.core.ReceivedMessage
import dev.carillon.push.core.Vendor
import org.json.JSONObject

/** Tokens that changed, and data messages. */
class CarillonHonorService : HonorMessageService() {
    override fun onNewToken(token: String?) = CarillonPush.onToken(this, Vendor.HONOR, token)

    override fun onMessageReceived(message: HonorPushDataMsg?) {
        if (message == null) return
        val raw = JSONObject().put("msgId", message.msgId.toString()).put("data", message.data)
        CarillonPush.onMessage(this, ReceivedMessage(Vendor.HONOR, title = "", content = "", raw = raw, isShown = false))
    }
}
