package dev.carillon.push.huawei

import android.os.Bundle
import com.huawei.hms.common.ApiException
import com.huawei.hms.push.HmsMessageService
import com.huawei.hms.push.RemoteMessage
import dev.carillon.push.CarillonPush
import dev.carillon.push.core.ReceivedMessage
import dev.carillon.push.core.Vendor
import dev.carillon.push.core.wordsOf
import org.json.JSONObject

/** Tokens that come later (EMUI before 10) or anew, and messages Push Kit leaves to the app. */
class CarillonHuaweiService : HmsMessageService() {
    override fun onNewToken(token: String?) = CarillonPush.onToken(this, Vendor.HUAWEI, token)

    // Newer versions of the library call this one; both tell the same token.
    override fun onNewToken(token: String?, bundle: Bundle?) = CarillonPush.onToken(this, Vendor.HUAWEI, token)

    override fun onTokenError(exception: Exception) = failed(exception)

    override fun onTokenError(exception: Exception, bundle: Bundle?) = failed(exception)

    override fun onMessageReceived(message: RemoteMessage?) {
        if (message == null) return
        val notification = message.notification
        val raw = JSONObject().put("messageId", message.messageId).put("data", message.data)
        if (notification != null) raw.put("title", notification.title).put("content", notification.body)
        CarillonPush.onMessage(
            this,
            ReceivedMessage(
                vendor = Vendor.HUAWEI,
                title = notification?.title.orEmpty(),
                content = notification?.body.orEmpty(),
                raw = raw,
                isShown = false,
                channelID = notification?.channelId.orEmpty(),
                tag = notification?.tag.orEmpty(),
            ),
        )
    }

    private fun failed(exception: Exception) {
        val code = (exception as? ApiException)?.statusCode?.toString().orEmpty()
        CarillonPush.onRegistrationFailed(this, Vendor.HUAWEI, code, wordsOf(exception))
    }
}
